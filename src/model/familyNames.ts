import { badCheckpoint } from './badCheckpoint';
import type { StoredTensor, TensorIndex } from './storedTensor';

/** What torch puts around a module, anywhere in a name: torch.compile, DistributedDataParallel, FSDP, checkpointing. */
const wrappers = new Set(['_orig_mod', 'module', '_fsdp_wrapped_module', '_checkpoint_wrapped_module']);

/** Attributes under which classes keep a language model: Hugging Face's own, PEFT's, TRL's, Lightning modules. */
const owners = new Set([
  'model',
  'transformer',
  'base_model',
  'language_model',
  'text_model',
  'auto_model',
  'pretrained_model',
  'lm',
  'llm',
  'gpt',
  'net',
  'policy',
  'backbone',
]);

/**
 * A stored tensor's name as the family has it: without wrappers, and without what stands before the family's own names.
 * `prefix` is `Architecture.optionalPrefix`. "_orig_mod.transformer.h.0.ln_1.weight" is "h.0.ln_1.weight" in gpt2.
 */
export function familyName(stored: string, prefix: string): string {
  const parts = stored.split('.').filter(part => !wrappers.has(part));
  const ofPrefix = prefix.split('.');
  const start = parts.findIndex(part => !owners.has(part) && !ofPrefix.includes(part));
  return parts.slice(Math.max(start, 0)).join('.');
}

/**
 * The stored tensors by the family's names. Throws `bad-checkpoint` if two different tensors have one name there: nobody
 * can tell which of them is meant.
 */
export function byFamilyName(stored: TensorIndex, prefix: string): TensorIndex {
  const named = new Map<string, StoredTensor>();
  for (const [given, tensor] of stored) {
    const name = familyName(given, prefix);
    const twin = named.get(name);
    if (twin && !isSameSpan(twin, tensor)) {
      throw badCheckpoint(tensor.source.name, `has both "${twin.name}" and "${tensor.name}"`);
    }
    named.set(name, twin ?? tensor);
  }
  return named;
}

/** Whether both are the same bytes of the same file, as tied weights are in a PyTorch file. */
export function isSameSpan(a: StoredTensor, b: StoredTensor): boolean {
  return a.source === b.source && a.offset === b.offset && a.byteLength === b.byteLength;
}
