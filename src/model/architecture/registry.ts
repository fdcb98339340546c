import { unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import type { Architecture } from './architecture';
import { bloom } from './bloom';
import { cohere, cohere2 } from './cohere';
import { ernie45 } from './ernie45';
import { falcon } from './falcon';
import { gemma } from './gemma';
import { gemma2 } from './gemma2';
import { gemma3, gemma3Text } from './gemma3';
import { gpt2 } from './gpt2';
import { gptBigCode } from './gptBigCode';
import { gptj } from './gptj';
import { gptNeo } from './gptNeo';
import { gptNeox } from './gptNeox';
import { granite } from './granite';
import { helium } from './helium';
import { hookedTransformer } from './hookedTransformer';
import { llama } from './llama';
import { ministral } from './ministral';
import { mistral } from './mistral';
import { minGpt, nanoGpt } from './nanoGpt';
import { olmo } from './olmo';
import { olmo2 } from './olmo2';
import { olmo3 } from './olmo3';
import { opt } from './opt';
import { phi } from './phi';
import { phi3 } from './phi3';
import { qwen2 } from './qwen2';
import { qwen3 } from './qwen3';
import { smollm3 } from './smollm3';
import { stablelm } from './stablelm';
import { starcoder2 } from './starcoder2';
import { whatElseItIs } from './unreadFamilies';

export const architectures: readonly Architecture[] = [
  ...[gpt2, gptNeo, gptj, gptNeox, gptBigCode, opt, bloom, falcon, nanoGpt, minGpt],
  ...[llama, mistral, ministral, qwen2, qwen3, gemma, gemma2, gemma3Text, gemma3, smollm3, granite],
  ...[olmo, olmo2, olmo3, cohere, cohere2, helium, ernie45, phi, phi3, stablelm, starcoder2],
  hookedTransformer,
];

/**
 * The family that a config names in `model_type`. Throws `unsupported` for any other, and for a mixture of experts under
 * whatever name.
 */
export function architectureOf(config: JsonObject): Architecture {
  const modelType = isHookedConfig(config) ? hookedTransformer.modelType : config.string('model_type');
  const other = whatElseItIs(config, modelType);
  if (other !== null) throw unsupported(config.where, `"model_type" is "${modelType}", ${other}`);
  const architecture = architectureNamed(modelType);
  if (!architecture) {
    const known = architectures.map(one => one.modelType).join(', ');
    throw unsupported(config.where, `"model_type" is "${modelType}"; supported: ${known}`);
  }
  return architecture;
}

/** HookedTransformerConfig.to_dict(), which does not name a family. */
function isHookedConfig(config: JsonObject): boolean {
  return (
    !config.has('model_type') && ['n_layers', 'd_model', 'd_head', 'n_ctx', 'd_vocab'].every(key => config.has(key))
  );
}

/** The family with this `model_type`; null if it is not read. */
export function architectureNamed(modelType: string): Architecture | null {
  return architectures.find(one => one.modelType === modelType) ?? null;
}
