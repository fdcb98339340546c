import { badCheckpoint } from '../badCheckpoint';
import type { ByteSource } from '../byteSource';
import { readSafetensors } from '../formats/safetensors/safetensors';
import type { StoredTensor } from '../storedTensor';
import { littleEndian } from './littleEndian';
import { noTokens, type NamedArray, type ReadAttention } from './attentionFile';

const idNames = ['input_ids', 'ids', 'tokens', 'token_ids'];

/**
 * Tensors of patterns, with the tokens as a JSON list under "tokens" in the metadata, or ids under "input_ids": what
 * `model-circuits run --save` writes can be read again.
 */
export async function readAttentionSafetensors(file: ByteSource): Promise<ReadAttention> {
  const { metadata, tensors } = await readSafetensors(file);
  const isPattern = ({ shape, format }: StoredTensor): boolean =>
    format !== null && shape.length >= 3 && shape.length <= 5 && shape.at(-1) === shape.at(-2);
  const arrays: NamedArray[] = [];
  for (const tensor of tensors.filter(isPattern)) {
    const bytes = await tensor.source.read(tensor.offset, tensor.byteLength);
    const data = tensor.format?.decode(bytes) ?? new Float32Array();
    arrays.push({ name: tensor.name, shape: tensor.shape, data });
  }
  const texts = textsOf(file.name, metadata?.fields.tokens);
  if (texts) return { tokens: texts, hasTexts: true, arrays };
  const ids = tensors.find(({ name, dtype }) => idNames.includes(name) && /^[IU](8|16|32|64)$/.test(dtype));
  if (!ids) throw noTokens(file.name, 'expected a JSON list under "tokens" in the metadata, or ids under "input_ids"');
  return { tokens: (await idsOf(ids)).map(String), hasTexts: false, arrays };
}

function textsOf(file: string, stored: unknown): string[] | null {
  if (typeof stored !== 'string') return null;
  const wrong = (): Error => badCheckpoint(file, '"tokens" in the metadata is no JSON list of texts');
  try {
    const texts: unknown = JSON.parse(stored);
    if (Array.isArray(texts) && texts.every(text => typeof text === 'string')) return texts;
  } catch {
    throw wrong();
  }
  throw wrong();
}

async function idsOf({ source, offset, byteLength, dtype }: StoredTensor): Promise<number[]> {
  const bytes = await source.read(offset, byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = Number(dtype.slice(1)) / 8;
  const isSigned = dtype.startsWith('I');
  return Array.from({ length: byteLength / width }, (_, index) => littleEndian(view, index * width, width, isSigned));
}
