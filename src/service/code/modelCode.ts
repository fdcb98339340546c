import { basename, dirname } from 'node:path';
import { fileFormatOf } from '../../shared/checkpointFiles';
import type { LoadedCheckpoint } from '../../shared/contracts/engineContract';
import { AppError } from '../../shared/errors';
import { splitGgufName } from '../../shared/splitGguf';
import { architectureNamed } from '../../model/architecture/registry';
import type { TransformerLensLoading } from '../../model/architecture/transformerLens';

/**
 * Python that loads the checkpoint into `model`, with its weights as they are: nothing is folded or centred. Throws
 * `unsupported` for forms and families that TransformerLens does not load.
 */
export function modelCode(loaded: LoadedCheckpoint): string {
  const { path } = loaded.checkpoint;
  const format = fileFormatOf(path);
  if (format !== null && format !== 'gguf') throw noCode('this form of checkpoint');
  if (format === 'gguf') requireReadGguf(path, loaded.facts.architecture);
  const loading = loadingOf(loaded);
  return loading.from === 'hooked' ? hookedCode(path) : transformersCode(path, loading);
}

/**
 * Python that fails if TransformerLens has built another model than the checkpoint's: it guesses some settings from names.
 */
export function modelCheckCode(loaded: LoadedCheckpoint): string {
  if (loadingOf(loaded).from === 'hooked') return '';
  return `    reference = hf(rows[:1]).logits
    assert (model(rows[:1]) - reference).abs().max() < 1e-3 * reference.abs().max(), "TransformerLens reads another model"
`;
}

/** The families of GGUF files that transformers 5.24 reads (GGUF_CONFIG_MAPPING), by `model_type`. */
const readFromGguf: ReadonlySet<string> = new Set([
  ...['llama', 'qwen2', 'qwen3', 'falcon', 'phi3', 'bloom', 'stablelm', 'gpt2', 'starcoder2', 'gemma2', 'gemma3_text'],
]);

function requireReadGguf(path: string, family: string): void {
  if ((splitGgufName(basename(path))?.parts.length ?? 1) > 1) throw noCode('a .gguf model in several files');
  if (!readFromGguf.has(family)) throw noCode(`.gguf files of the family "${family}"`);
}

function noCode(what: string): AppError {
  return new AppError('unsupported', `There is no code for ${what}: TransformerLens does not load it from files.`);
}

function loadingOf({ facts }: LoadedCheckpoint): Exclude<TransformerLensLoading, { from: 'nowhere' }> {
  const family = architectureNamed(facts.architecture);
  if (!family) throw new AppError('unsupported', `"${facts.architecture}" is not a supported family of models.`);
  const loading = family.transformerLens;
  if (loading.from === 'nowhere') throw noCode(`models of the family "${facts.architecture}"`);
  return loading;
}

function transformersCode(
  path: string,
  { onConfig, onCfg }: TransformerLensLoading & { readonly from: 'transformers' },
): string {
  const isGguf = fileFormatOf(path) === 'gguf';
  const source = isGguf ? `${python(dirname(path))}, gguf_file=${python(basename(path))}` : python(path);
  return `import tempfile
from transformers import AutoModelForCausalLM
from transformer_lens import HookedTransformer, loading_from_pretrained as loading

# How the model is loaded: ${isGguf ? 'transformers reads the .gguf file (pip install gguf)' : 'transformers reads the folder'}, TransformerLens takes its weights as they are. It
# reads the config from a folder and guesses by the folder's name, so it gets one whose name says nothing.
hf = AutoModelForCausalLM.from_pretrained(${source}, torch_dtype=torch.float32)
hf.config.architectures = [type(hf).__name__]
${lines(onConfig)}with tempfile.TemporaryDirectory() as folder:
    hf.config.save_pretrained(folder)
    cfg = loading.get_pretrained_model_config(folder, device="cpu")
    cfg.tokenizer_name = None
${lines(onCfg, '    ')}    state = loading.get_pretrained_state_dict(folder, cfg, hf)
model = HookedTransformer(cfg)
model.load_and_process_state_dict(
    state, fold_ln=False, center_writing_weights=False, center_unembed=False, fold_value_biases=False
)
`;
}

function lines(statements: readonly string[], indent = ''): string {
  return statements.map(statement => `${indent}${statement}\n`).join('');
}

function hookedCode(path: string): string {
  return `import json
from pathlib import Path
from safetensors.torch import load_file
from transformer_lens import HookedTransformer

# How the model is loaded: the folder's config.json has HookedTransformerConfig's keys, its tensors TransformerLens's names.
folder = Path(${python(path)})
config = json.loads((folder / "config.json").read_text())
smeared = config.get("smeared_keys", False)
ours = ("model_type", "smeared_keys", "bos_token_id")
norm = "normalization_type"  # null is no norm at all; any other key that is null means TransformerLens's default
cfg = {key: value for key, value in config.items() if key not in ours and (value is not None or key == norm)}
state = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
model = HookedTransformer({**cfg, "device": "cpu"})
model.load_and_process_state_dict(
    {name: tensor for name, tensor in state.items() if not name.endswith("attn.smear")},
    fold_ln=False, center_writing_weights=False, center_unembed=False, fold_value_biases=False,
)
if smeared:  # TransformerLens has no smeared keys: each key is mixed with the one before it.
    def smear(k, hook):  # [row, position, head, d_head]
        share = torch.sigmoid(state[f"blocks.{hook.layer()}.attn.smear"])[:, None]
        k[:, 1:] = share * k[:, 1:] + (1 - share) * k[:, :-1]
        return k
    model.add_perma_hook(lambda name: name.endswith("attn.hook_k"), smear)
`;
}

/** A Python string literal. JSON's string literals are valid Python. */
function python(text: string): string {
  return JSON.stringify(text);
}
