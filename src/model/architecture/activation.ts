import { unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import type { Activation } from '../transformerConfig';

/**
 * transformers' names of activations (`activations.ACT2FN`). Several names may mean one function: the four of the tanh
 * formula differ by 3e-7, as float32 rounds it. Not read are prelu and xielu, which have weights, and sqrtsoftplus, which
 * scores experts.
 */
const known = new Map<string, Activation>([
  ['relu', 'relu'],
  ['relu2', 'relu2'],
  ['relu6', 'relu6'],
  ['leaky_relu', 'leaky_relu'],
  ['gelu', 'gelu'],
  ['gelu_python', 'gelu'],
  ['gelu_10', 'gelu_10'],
  ['gelu_new', 'gelu_new'],
  ['gelu_fast', 'gelu_new'],
  ['gelu_accurate', 'gelu_new'],
  ['gelu_pytorch_tanh', 'gelu_new'],
  ['gelu_python_tanh', 'gelu_new'],
  ['quick_gelu', 'quick_gelu'],
  ['silu', 'silu'],
  ['swish', 'silu'],
  ['mish', 'mish'],
  ['hardswish', 'hardswish'],
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['laplace', 'laplace'],
  ['linear', 'linear'],
]);

/** The activation that a config names under `key`. Throws `unsupported` for a name that is not known. */
export function readActivation(config: JsonObject, key: string, ifMissing: Activation): Activation {
  const name = config.string(key, ifMissing);
  const activation = known.get(name);
  if (!activation) throw unsupported(config.where, `"${key}" is "${name}"; supported: ${[...known.keys()].join(', ')}`);
  return activation;
}
