import { configFile } from '../../../shared/checkpointFiles';
import { isRecord } from '../../../shared/parsedValues';
import { unsupported } from '../../badCheckpoint';
import type { JsonObject } from '../../jsonFile';
import { showValue } from '../../showValue';
import type { StoredTensor, TensorIndex } from '../../storedTensor';
import { fromLlama2c } from '../llama2c/llama2cNames';
import { attributes, callablePath, dictEntries, type PickleValue } from './pickleValue';
import { plainFields } from './plainValue';
import type { StateDict } from './stateDict';

/** What a torch file says of its model. */
export interface SavedModel {
  readonly where: string;
  readonly saved: StateDict;
  readonly tensors: TensorIndex;
  /** config.json beside the file; null if there is none. */
  readonly configBeside: JsonObject | null;
}

/** A torch file as one of the families reads it. */
export interface NamedModel {
  /** The fields of a config.json of the family. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What the config was made of, for messages: "ckpt.pt (model_args)". */
  readonly configFrom: string;
  /** Tensors by the family's names. */
  readonly tensors: TensorIndex;
  readonly remarks: readonly string[];
}

/** A program whose files say what model they hold. Null for a file of another one. */
type Recogniser = (model: SavedModel) => NamedModel | null;

const prefix = String.raw`^(?:module\.|_orig_mod\.|model\.)*`;
const patterns = {
  hooked: new RegExp(`${prefix}blocks\\.\\d+\\.attn\\.W_Q$`),
  gpt: new RegExp(`${prefix}transformer\\.h\\.\\d+\\.attn\\.c_attn\\.weight$`),
  llama2c: new RegExp(`${prefix}layers\\.\\d+\\.attention\\.wq\\.weight$`),
};

/**
 * The family and the config of a torch file: from what was saved beside the weights, or else from the config.json beside the
 * file. Throws `unsupported` with what to write if nothing says so: the count of heads is in no weight.
 */
export function nameModel(model: SavedModel): NamedModel {
  for (const recognise of recognisers) {
    const named = recognise(model);
    if (named) return named;
  }
  throw unknownModel(model);
}

const recognisers: readonly Recogniser[] = [
  hookedTransformer,
  configOfFamily('nanogpt'),
  nanoGpt,
  llama2c,
  transformersModule,
  minGptRun,
  configBeside,
];

/** TransformerLens: its config is in the module, beside the weights, or in config.json, with its own keys. */
function hookedTransformer({ where, saved, tensors, configBeside }: SavedModel): NamedModel | null {
  if (!hasName(tensors, patterns.hooked)) return null;
  const inModule = saved.module && attributes(saved.module)?.get('cfg');
  const inFile = [inModule, saved.beside.get('cfg'), saved.beside.get('config')].find(isHookedConfig);
  const named = (fields: Record<string, unknown>, configFrom: string): NamedModel => ({
    config: { ...fields, model_type: 'hooked_transformer' },
    configFrom,
    tensors,
    remarks: [],
  });
  if (inFile) return named(plainFields(inFile), `${where} (cfg)`);
  if (configBeside && !configBeside.has('model_type') && configBeside.has('d_model')) {
    return named(configBeside.fields, configBeside.where);
  }
  return null;
}

function isHookedConfig(value: PickleValue | undefined): value is NonNullable<PickleValue> {
  const fields = value === undefined ? null : (dictEntries(value) ?? attributes(value));
  return Boolean(fields?.has('d_model') && fields.has('n_ctx'));
}

/** nanoGPT's train.py saves {"model", "optimizer", "model_args", "iter_num", "best_val_loss", "config"}. */
function nanoGpt({ where, saved, tensors }: SavedModel): NamedModel | null {
  const args = saved.beside.get('model_args') ?? null;
  if (!dictEntries(args) || !hasLinearGpt(tensors)) return null;
  return {
    config: { ...plainFields(args), model_type: 'nanogpt' },
    configFrom: `${where} (model_args)`,
    tensors,
    remarks: [
      'Checkpoints of nanoGPT do not name the activation; the exact GELU is taken, as nanoGPT has it since June 2023.',
    ],
  };
}

/** llama2.c's train.py, and Meta's names: {"model", "model_args": {"dim", "n_layers", …}}. */
function llama2c({ where, saved, tensors }: SavedModel): NamedModel | null {
  const args = saved.beside.get('model_args') ?? null;
  if (!dictEntries(args) || !hasName(tensors, patterns.llama2c)) return null;
  const from = `${where} (model_args)`;
  return { ...fromLlama2c(plainFields(args), from, tensors), configFrom: from, remarks: [] };
}

/** A whole transformers model: its config has every value, and the module of its class has the family's name. */
function transformersModule({ where, saved, tensors }: SavedModel): NamedModel | null {
  const config = (saved.module && attributes(saved.module)?.get('config')) ?? null;
  const [, family] = /^transformers\.models\.(\w+)\.configuration_/.exec(callablePath(config) ?? '') ?? [];
  if (family === undefined) return null;
  const fields = { ...plainFields(config), model_type: family };
  return { config: fields, configFrom: `${where} (config)`, tensors, remarks: [] };
}

/** minGPT's presets (mingpt/model.py), for the config.json that its projects write before they make the model. */
const minGptPresets: ReadonlyMap<string, readonly [layers: number, heads: number, width: number]> = new Map([
  ['openai-gpt', [12, 12, 768]],
  ['gpt2', [12, 12, 768]],
  ['gpt2-medium', [24, 16, 1024]],
  ['gpt2-large', [36, 20, 1280]],
  ['gpt2-xl', [48, 25, 1600]],
  ['gopher-44m', [8, 16, 512]],
  ['gpt-mini', [6, 6, 192]],
  ['gpt-micro', [4, 4, 128]],
  ['gpt-nano', [3, 3, 48]],
] as const);

/**
 * minGPT's run folder: config.json with a "model" that names a preset, or the sizes; or that "model" alone. The sizes of
 * vocabulary and context are often filled in after it was written, and are those of the weights.
 */
function minGptRun({ tensors, configBeside }: SavedModel): NamedModel | null {
  const outer = configBeside;
  const config = isMinGptConfig(outer) ? outer : innerModel(outer);
  if (!config || !hasLinearGpt(tensors)) return null;
  const [layers, heads, width] = minGptPresets.get(config.string('model_type', '')) ?? [];
  const vocabulary = endingWith(tensors, 'wte.weight')?.[1].shape[0];
  const context = endingWith(tensors, 'wpe.weight')?.[1].shape[0];
  const given = Object.fromEntries(Object.entries(config.fields).filter(([, value]) => value !== null));
  const sizes = { n_layer: layers, n_head: heads, n_embd: width, vocab_size: vocabulary, block_size: context };
  return {
    config: { ...sizes, ...given, model_type: 'mingpt' },
    configFrom: config.where,
    tensors,
    remarks: [],
  };
}

function isMinGptConfig(config: JsonObject | null): config is JsonObject {
  const type = config?.fields.model_type;
  return typeof type === 'string' && (type === 'mingpt' || minGptPresets.has(type));
}

function innerModel(config: JsonObject | null): JsonObject | null {
  return config?.has('trainer') && isRecord(config.fields.model) ? config.object('model') : null;
}

/** Whether it is a GPT with Linear weights [out, in]: GPT-2 of transformers has the same names, and Conv1D's [in, out]. */
function hasLinearGpt(tensors: TensorIndex): boolean {
  const fused = [...tensors].find(([name]) => patterns.gpt.test(name))?.[1].shape;
  return fused?.[0] !== undefined && fused[0] === 3 * (fused[1] ?? 0);
}

function configOfFamily(family: string): Recogniser {
  return model => (model.configBeside?.fields.model_type === family ? configBeside(model) : null);
}

/** config.json beside the file names a family, and the tensors have its names. */
function configBeside({ tensors, configBeside }: SavedModel): NamedModel | null {
  if (!configBeside?.has('model_type')) return null;
  return { config: configBeside.fields, configFrom: configBeside.where, tensors, remarks: [] };
}

function unknownModel({ where, tensors }: SavedModel): Error {
  const names = [...tensors.keys()];
  const shown = names.slice(0, 3).map(showValue).join(', ');
  const advice = hasName(tensors, patterns.hooked)
    ? `the keys of TransformerLens's HookedTransformerConfig: n_layers, n_heads, d_model, d_head, n_ctx, d_vocab, act_fn …`
    : hasLinearGpt(tensors)
      ? `{"model_type": "mingpt" or "nanogpt", "n_layer": …, "n_head": …, "n_embd": …, "vocab_size": …, "block_size": …}`
      : `the "model_type" of a supported family and its sizes`;
  return unsupported(
    where,
    `holds ${names.length} tensors (${shown}, …), but nothing says which model they are and how many heads it has. ` +
      `Write ${configFile} beside it with ${advice}`,
  );
}

function hasName(tensors: TensorIndex, pattern: RegExp): boolean {
  return [...tensors.keys()].some(name => pattern.test(name));
}

function endingWith(tensors: TensorIndex, end: string): [string, StoredTensor] | undefined {
  return [...tensors].find(([name]) => name.endsWith(end));
}
