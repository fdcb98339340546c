import { headRange, rotaryBaseRange, widthRange } from '../../architecture/configRanges';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import { JsonObject } from '../../jsonFile';
import type { StoredTensor, TensorIndex } from '../../storedTensor';
import { pairsToHalves } from '../../weightLayout';
import { ggufDialects, type GgufDialect } from './ggufDialects';
import type { GgufHeader } from './ggufHeader';

/** A GGUF file as the Hugging Face folder from which it was converted. */
export interface TranslatedGguf {
  /** The fields of config.json. Its errors name the file's own keys. */
  readonly config: JsonObject;
  /**
   * Tensors by Hugging Face's names without the family's prefix. A tensor that the dialect lacks gets a name that no family
   * has.
   */
  readonly tensors: TensorIndex;
  /** The file's name for a tensor: for messages. */
  readonly nameInFile: (tensor: string) => string;
}

/**
 * Translates metadata keys, tensor names and the order of rows into the family's Hugging Face ones.
 *
 * Throws `bad-checkpoint` for missing or impossible values and `unsupported` for another architecture, or for settings
 * that config.json has no word for.
 */
export function translateGguf({ metadata, tensors }: GgufHeader): TranslatedGguf {
  const architecture = metadata.string('general.architecture');
  const dialect = ggufDialects.get(architecture);
  if (!dialect) {
    const known = [...ggufDialects.keys()].join(', ');
    throw unsupported(metadata.where, `"general.architecture" is "${architecture}"; supported in GGUF files: ${known}`);
  }
  const names = new Set(tensors.map(({ name }) => name));
  const missing = dialect.required.map(key => `${architecture}.${key}`).find(key => !metadata.has(key));
  if (missing !== undefined) throw badCheckpoint(metadata.where, `"${missing}" is missing`);
  const dHead = keyLength(metadata, architecture);
  const fields = configFields(metadata, architecture, dialect, names, dHead);
  const keyInFile = new Map(Object.entries(dialect.keys).map(([key, theirs]) => [theirs, `${architecture}.${key}`]));
  const config = new JsonObject(fields, metadata.where, key => keyInFile.get(key) ?? key);
  return {
    config,
    tensors: new Map(tensors.map(tensor => translatedTensor(tensor, dialect, dHead))),
    nameInFile: tensor => nameInFile(tensor, dialect),
  };
}

function configFields(
  metadata: JsonObject,
  architecture: string,
  dialect: GgufDialect,
  names: ReadonlySet<string>,
  dHead: number,
): Record<string, unknown> {
  const key = (name: string): string => `${architecture}.${name}`;
  if (metadata.integer(key('expert_count'), { min: 0, max: 4096 }, 0) > 0) {
    throw unsupported(metadata.where, `"${key('expert_count')}" is not 0; mixtures of experts are not supported`);
  }
  const tokens = metadata.fields['tokenizer.ggml.tokens'];
  return {
    vocab_size: Array.isArray(tokens) ? tokens.length : 0,
    ...Object.fromEntries(
      Object.entries(dialect.keys).flatMap(([name, theirs]) =>
        metadata.has(key(name)) ? [[theirs, metadata.fields[key(name)]]] : [],
      ),
    ),
    model_type: dialect.modelType,
    rope_parameters: ropeParameters(metadata, architecture, dHead),
    tie_word_embeddings: !names.has('output.weight'),
    bos_token_id: metadata.fields['tokenizer.ggml.bos_token_id'],
    eos_token_id: metadata.fields['tokenizer.ggml.eos_token_id'],
  };
}

/** d_head, which keys and values have to share. */
function keyLength(metadata: JsonObject, architecture: string): number {
  const nHeads = metadata.integer(`${architecture}.attention.head_count`, headRange);
  const dModel = metadata.integer(`${architecture}.embedding_length`, widthRange);
  const dHead = metadata.integer(`${architecture}.attention.key_length`, widthRange, dModel / nHeads);
  const valueKey = `${architecture}.attention.value_length`;
  const valueLength = metadata.integer(valueKey, widthRange, dHead);
  if (valueLength !== dHead) {
    throw unsupported(metadata.where, `"${valueKey}" is ${valueLength}; supported: the key length, ${dHead}`);
  }
  return dHead;
}

/** Reads rope settings as llama.cpp does: a factor without a type is linear, and older files call it "scale_linear". */
function ropeParameters(metadata: JsonObject, architecture: string, dHead: number): Record<string, unknown> {
  const key = (name: string): string => `${architecture}.rope.${name}`;
  const type = metadata.string(key('scaling.type'), 'linear');
  if (type !== 'none' && type !== 'linear') {
    throw unsupported(metadata.where, `"${key('scaling.type')}" is "${type}"; supported: none, linear`);
  }
  metadata.requireOneOf(key('scaling.attn_factor'), [1], 1);
  const dim = metadata.integer(key('dimension_count'), { min: 2, max: dHead }, dHead);
  if (dim !== dHead || dim % 2 !== 0) {
    throw badCheckpoint(
      metadata.where,
      `"${key('dimension_count')}" is ${dim} of a key length of ${dHead}; expected the same even number`,
    );
  }
  const base = metadata.number(key('freq_base'), rotaryBaseRange, 10000);
  const factorKey = [key('scaling.factor'), key('scale_linear')].find(name => metadata.has(name));
  const factor = factorKey === undefined ? 0 : metadata.number(factorKey, { min: 0, max: 1e6 });
  return type === 'none' || factor === 0
    ? { rope_type: 'default', rope_theta: base }
    : { rope_type: 'linear', rope_theta: base, factor };
}

/** The tensor under the family's name, its rows in the family's order. */
function translatedTensor(tensor: StoredTensor, dialect: GgufDialect, dHead: number): [string, StoredTensor] {
  const [, layer, stem = '', part = ''] = /^(?:blk\.(\d+)\.)?(\w+)\.(weight|bias)$/.exec(tensor.name) ?? [];
  const name = (layer === undefined ? dialect.tensors : dialect.blockTensors)[stem];
  // A name that the family does not have either, so that the tensor is refused as unknown.
  if (name === undefined) return [`${tensor.name} (not in ${dialect.modelType})`, tensor];
  if (layer === undefined) return [`${name}.${part}`, tensor];
  const hasPairs = dialect.pairedRows.includes(stem);
  return [`${dialect.blocks}.${layer}.${name}.${part}`, hasPairs ? withHalvedRows(tensor, dHead) : tensor];
}

/** Decodes to rows in Hugging Face's order. */
function withHalvedRows(tensor: StoredTensor, dHead: number): StoredTensor {
  const { format, shape } = tensor;
  if (!format) return tensor;
  const order = pairsToHalves(shape[0] ?? 0, shape[1] ?? 1, dHead);
  return { ...tensor, format: { ...format, decode: bytes => order(format.decode(bytes)) } };
}

/** The file's name for one of the family's tensors. */
function nameInFile(tensor: string, { tensors, blocks, blockTensors }: GgufDialect): string {
  const [, layer, name = '', part = ''] =
    new RegExp(`^(?:${blocks}\\.(\\d+)\\.)?(.+)\\.(weight|bias)$`).exec(tensor) ?? [];
  const table = Object.entries(layer === undefined ? tensors : blockTensors);
  const stem = table.find(([, theirs]) => theirs === name)?.[0];
  if (stem === undefined) return tensor;
  return layer === undefined ? `${stem}.${part}` : `blk.${layer}.${stem}.${part}`;
}
