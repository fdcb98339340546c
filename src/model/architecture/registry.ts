import { unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import type { Architecture } from './architecture';
import { gpt2 } from './gpt2';
import { gptNeox } from './gptNeox';
import { hookedTransformer } from './hookedTransformer';
import { llama } from './llama';
import { mistral } from './mistral';
import { minGpt, nanoGpt } from './nanoGpt';

const architectures: readonly Architecture[] = [gpt2, gptNeox, llama, mistral, hookedTransformer, nanoGpt, minGpt];

/** The family that a config names in `model_type`. Throws `unsupported` for any other. */
export function architectureOf(config: JsonObject): Architecture {
  const modelType = config.string('model_type');
  const architecture = architectureNamed(modelType);
  if (!architecture) {
    const known = architectures.map(one => one.modelType).join(', ');
    throw unsupported(config.where, `"model_type" is "${modelType}"; supported: ${known}`);
  }
  return architecture;
}

/** The family with this `model_type`; null if it is not read. */
export function architectureNamed(modelType: string): Architecture | null {
  return architectures.find(one => one.modelType === modelType) ?? null;
}
