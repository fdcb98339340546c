import { isRecord } from '../../shared/parsedValues';
import { badCheckpoint } from '../badCheckpoint';
import type { ByteSource } from '../byteSource';
import { noTokens, patternNames, type NamedArray, type ReadAttention } from './attentionFile';

const tokenKeys = ['tokens', 'str_tokens', 'labels', 'left_text'];

/** A pattern of 144 heads and 256 tokens has 100 MB as JSON. */
const maxNumbers = 2 ** 27;

/**
 * `{tokens: […], attention: [head][query][key]}`, which CircuitsVis takes, with more axes in front for layers, and
 * BertViz's `{attention: [{attn, left_text}]}`.
 */
export async function readAttentionJson(file: ByteSource): Promise<ReadAttention> {
  const bytes = await file.read(0, file.size);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw badCheckpoint(file.name, `is not valid JSON (${cause instanceof Error ? cause.message : String(cause)})`, {
      cause,
    });
  }
  if (!isRecord(value)) throw badCheckpoint(file.name, 'holds no JSON object with "tokens" and "attention"');
  const bertViz: unknown = Array.isArray(value.attention) ? value.attention[0] : null;
  const holder = isRecord(bertViz) ? bertViz : value;
  const tokens = tokenKeys.map(key => holder[key]).find(isStringList);
  if (!tokens) throw noTokens(file.name, `expected a list of texts under "tokens"`);
  const key = patternNames.find(one => Array.isArray(holder[one]));
  if (key === undefined) throw badCheckpoint(file.name, 'has no nested list under "attention"');
  return { tokens, hasTexts: true, arrays: [nestedArray(file.name, key, holder[key])] };
}

/** A nested list of numbers as one array. Throws `bad-checkpoint` for ragged lists and for what is no number. */
function nestedArray(file: string, name: string, nested: unknown): NamedArray {
  const shape: number[] = [];
  for (let inner = nested; Array.isArray(inner); inner = (inner as unknown[])[0]) {
    shape.push(inner.length);
    if (shape.length > 5) throw badCheckpoint(file, `"${name}" has more than five axes`);
  }
  const size = shape.reduce((product, length) => product * length, 1);
  if (size > maxNumbers) throw badCheckpoint(file, `"${name}" has ${size} numbers; at most ${maxNumbers} are imported`);
  const data = new Float32Array(size);
  let at = 0;
  const fill = (value: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (typeof value !== 'number')
        throw badCheckpoint(file, `"${name}" holds ${JSON.stringify(value)}, expected a number`);
      data[at++] = value;
      return;
    }
    if (!Array.isArray(value) || value.length !== shape[axis]) {
      throw badCheckpoint(file, `"${name}" is ragged: lists along axis ${axis} differ in length`);
    }
    for (const item of value) fill(item, axis + 1);
  };
  fill(nested, 0);
  return { name, shape, data };
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
