import { headRange, layerRange, widthRange } from '../../architecture/configRanges';
import { whatElseItIs } from '../../architecture/unreadFamilies';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import { JsonObject } from '../../jsonFile';
import type { StoredTensor, TensorIndex } from '../../storedTensor';
import { ArchitectureKeys } from './dialects/architectureKeys';
import type { GgufDialect, GgufModel, TensorRules } from './dialects/dialect';
import { ggufDialects } from './dialects/dialects';
import type { GgufSizes } from './dialects/tensorRules';
import type { GgufHeader } from './ggufHeader';
import { readRopeFactors } from './ropeFactors';

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
 * Rejects with `bad-checkpoint` for missing or impossible values and with `unsupported` for another architecture, for a
 * setting that config.json has no word for, and for one that is not understood.
 */
export async function translateGguf({ metadata, tensors: list }: GgufHeader): Promise<TranslatedGguf> {
  const architecture = metadata.string('general.architecture');
  refuseOtherFiles(metadata, list);
  const dialect = dialectOf(metadata, architecture);
  const tensors = new Map(list.map(tensor => [tensor.name, tensor]));
  const keys = new ArchitectureKeys(metadata, architecture);
  requireCausalModel(keys);
  refuseExperts(keys, tensors);
  const missing = Object.keys(dialect.required).find(key => !keys.has(key));
  if (missing !== undefined) throw badCheckpoint(metadata.where, `"${keys.nameOf(missing)}" is missing`);
  const sizes = readSizes(keys, dialect);
  const ropeFactors = await readRopeFactors(tensors, dialect.ropeTensors ?? []);
  const model = { keys, sizes, tensors, ropeFactors };
  const fields = configFields(metadata, dialect, model);
  unusedKeys.forEach(key => keys.has(key));
  keys.refuseOthers();
  const names = { ...dialect.required, ...dialect.optional };
  const keyInFile = new Map(Object.entries(names).map(([key, theirs]) => [theirs, keys.nameOf(key)]));
  const rules = {
    tensors: dialect.tensors,
    blockTensors: typeof dialect.blockTensors === 'function' ? dialect.blockTensors(tensors) : dialect.blockTensors,
  };
  const rest = list.filter(({ name }) => !ropeFactors.has(name));
  return {
    config: new JsonObject(fields, metadata.where, key => keyInFile.get(key) ?? key),
    tensors: new Map(rest.flatMap(tensor => translated(tensor, rules, dialect.blocks, sizes, architecture))),
    nameInFile: tensor => nameInFile(tensor, rules, dialect.blocks),
  };
}

/** Files of llama.cpp that hold no language model: adapters, projectors of pictures, importance matrices, vocabularies. */
function refuseOtherFiles(metadata: JsonObject, tensors: readonly StoredTensor[]): void {
  if (tensors.length === 0 && metadata.has('tokenizer.ggml.tokens')) {
    throw unsupported(metadata.where, 'holds a tokenizer and no weights');
  }
  const type = metadata.string('general.type', 'model');
  if (type === 'model') return;
  const remedy = type === 'adapter' ? '; merge it with its base model (llama-export-lora) and open that' : '';
  throw unsupported(metadata.where, `"general.type" is "${type}", which is no language model${remedy}`);
}

/** Throws `unsupported` for an architecture without a dialect, or of which the family is not read. */
function dialectOf(metadata: JsonObject, architecture: string): GgufDialect {
  const dialect = ggufDialects.get(architecture);
  if (dialect) return dialect;
  const experts = metadata.fields[`${architecture}.expert_count`];
  const other =
    typeof experts === 'number' && experts > 1 ? 'a mixture of experts' : whatElseItIs(metadata, architecture);
  if (other !== null) throw unsupported(metadata.where, `"general.architecture" is "${architecture}", ${other}`);
  const known = [...ggufDialects.keys()].join(', ');
  throw unsupported(metadata.where, `"general.architecture" is "${architecture}"; supported in GGUF files: ${known}`);
}

/** Keys that converters write for every family, and that llama.cpp does not read where the dialect does not. */
const unusedKeys = ['attention.layer_norm_epsilon', 'attention.layer_norm_rms_epsilon', 'expert_used_count'];

function requireCausalModel(keys: ArchitectureKeys): void {
  if (!keys.boolean('attention.causal', true)) {
    throw unsupported(keys.where, `"${keys.nameOf('attention.causal')}" is false; only causal models are computed`);
  }
  const pooling = keys.integer('pooling_type', { min: -1, max: 2 ** 31 }, 0);
  if (pooling > 0) {
    throw unsupported(keys.where, `"${keys.nameOf('pooling_type')}" is ${pooling}: an embedding or reranking model`);
  }
}

function refuseExperts(keys: ArchitectureKeys, tensors: ReadonlyMap<string, StoredTensor>): void {
  if (keys.integer('expert_count', { min: 0, max: 2 ** 20 }, 0) > 0) {
    throw unsupported(keys.where, `"${keys.nameOf('expert_count')}" is not 0; mixtures of experts are not supported`);
  }
  const expert = [...tensors.values()].find(({ name }) => /\.ffn_\w+(_exps|_shexp|_chexps|\.\d+)\./.test(name));
  if (!expert) return;
  throw unsupported(expert.source.name, `tensor "${expert.name}" is of experts; mixtures of experts are not supported`);
}

/** Throws `unsupported` for key-value heads and widths that the family's config has no word for. */
function readSizes(keys: ArchitectureKeys, { keyValueHeads, headWidth }: GgufDialect): GgufSizes {
  const nLayers = keys.integer('block_count', layerRange);
  const nHeads = keys.integer('attention.head_count', headRange);
  const nKeyValueHeads = keys.integer('attention.head_count_kv', headRange, nHeads);
  const dModel = keys.integer('embedding_length', widthRange);
  const dHead = keys.integer('attention.key_length', widthRange, dModel / nHeads);
  if (!Number.isInteger(dHead)) {
    const [width, heads] = [keys.nameOf('embedding_length'), keys.nameOf('attention.head_count')];
    throw badCheckpoint(keys.where, `"${width}" ${dModel} is no multiple of "${heads}" ${nHeads}`);
  }
  requireSame(keys, 'attention.value_length', dHead, 'the key length');
  if (keyValueHeads === undefined) requireSame(keys, 'attention.head_count_kv', nHeads, 'the number of heads');
  if (headWidth === undefined) requireSame(keys, 'attention.key_length', dModel / nHeads, 'width by heads');
  return { nLayers, nHeads, nKeyValueHeads, dModel, dHead };
}

function requireSame(keys: ArchitectureKeys, key: string, expected: number, what: string): void {
  const value = keys.number(key, { min: 0, max: 2 ** 31 }, expected);
  if (value === expected) return;
  throw unsupported(keys.where, `"${keys.nameOf(key)}" is ${value}; supported: ${what}, ${expected}`);
}

function configFields(metadata: JsonObject, dialect: GgufDialect, model: GgufModel): Record<string, unknown> {
  const { keys, sizes, tensors } = model;
  const { modelType, required, optional = {}, keyValueHeads, headWidth } = dialect;
  const plain = Object.entries({ ...required, ...optional }).map(([key, theirs]): [string, unknown] => [
    theirs,
    keys.value(key),
  ]);
  const tokens: unknown = metadata.fields['tokenizer.ggml.tokens'];
  const vocabulary = keys.value('vocab_size') ?? (Array.isArray(tokens) ? tokens.length : 0);
  return {
    ...Object.fromEntries(plain),
    ...(keyValueHeads !== undefined && { [keyValueHeads]: sizes.nKeyValueHeads }),
    ...(headWidth !== undefined && { [headWidth]: sizes.dHead }),
    ...dialect.fields?.(model),
    model_type: typeof modelType === 'string' ? modelType : modelType(model),
    // As many as there are embeddings, like llama.cpp, which ignores the key beside a vocabulary.
    vocab_size: tensors.get('token_embd.weight')?.shape[0] ?? vocabulary,
    tie_word_embeddings: !tensors.has('output.weight'),
    bos_token_id: metadata.fields['tokenizer.ggml.bos_token_id'],
    eos_token_id: metadata.fields['tokenizer.ggml.eos_token_id'],
  };
}

interface Rules {
  readonly tensors: TensorRules;
  readonly blockTensors: TensorRules;
}

/** The tensor under the family's names, its numbers in the family's order. */
function translated(
  tensor: StoredTensor,
  rules: Rules,
  blocks: string,
  sizes: GgufSizes,
  architecture: string,
): [string, StoredTensor][] {
  const [, layer, stem = '', part = ''] = /^(?:blk\.(\d+)\.)?(\w+)\.(weight|bias)$/.exec(tensor.name) ?? [];
  const table = layer === undefined ? rules.tensors : rules.blockTensors;
  const rule = Object.hasOwn(table, stem) ? table[stem] : undefined;
  // A name by which it is known that no logit depends on the tensor: Ollama keeps a tower for pictures in the same file.
  if (/^(v|mm)\./.test(tensor.name)) return [[`vision_tower.${tensor.name}`, tensor]];
  // A name that the family does not have either, so that the tensor is refused as unknown.
  if (!rule) return [[`${tensor.name} (not in ${architecture})`, tensor]];
  const prefix = layer === undefined ? '' : `${blocks}.${layer}.`;
  const read = rule.read(tensor, sizes);
  return rule.names.flatMap((name, index): [string, StoredTensor][] => {
    const one = read[index];
    return one ? [[`${prefix}${name}.${part}`, one]] : [];
  });
}

/** The file's name for one of the family's tensors. */
function nameInFile(tensor: string, { tensors, blockTensors }: Rules, blocks: string): string {
  const [, layer, name = '', part = ''] =
    new RegExp(`^(?:${blocks}\\.(\\d+)\\.)?(.+)\\.(weight|bias)$`).exec(tensor) ?? [];
  const table = Object.entries(layer === undefined ? tensors : blockTensors);
  const stem = table.find(([, rule]) => rule.names.includes(name))?.[0];
  if (stem === undefined) return tensor;
  return layer === undefined ? `${stem}.${part}` : `blk.${layer}.${stem}.${part}`;
}
