import { unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import type { Activation } from '../transformerConfig';

/** transformers' names of activations. Several names may mean one function. */
const known = new Map<string, Activation>([
  ['relu', 'relu'],
  ['gelu', 'gelu'],
  ['gelu_python', 'gelu'],
  ['gelu_new', 'gelu_new'],
  ['gelu_fast', 'gelu_new'],
  ['gelu_pytorch_tanh', 'gelu_new'],
  ['quick_gelu', 'quick_gelu'],
  ['silu', 'silu'],
  ['swish', 'silu'],
]);

/** The activation that a config names under `key`. Throws `unsupported` for a name that is not known. */
export function readActivation(config: JsonObject, key: string, ifMissing: Activation): Activation {
  const name = config.string(key, ifMissing);
  const activation = known.get(name);
  if (!activation) throw unsupported(config.where, `"${key}" is "${name}"; supported: ${[...known.keys()].join(', ')}`);
  return activation;
}
