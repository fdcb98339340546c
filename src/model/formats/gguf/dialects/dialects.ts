import { cohere2, commandR } from './cohere';
import type { GgufDialect } from './dialect';
import { gemma, gemma2, gemma3 } from './gemma';
import { bloom, falcon, gpt2, gptNeox, starcoder } from './gpt';
import { ernie45, granite, llama, qwen2, qwen3, smollm3 } from './llama';
import { olmo, olmo2 } from './olmo';
import { phi2, phi3 } from './phi';
import { stablelm } from './stablelm';
import { starcoder2 } from './starcoder2';

/** By `general.architecture`. */
export const ggufDialects: ReadonlyMap<string, GgufDialect> = new Map([
  ['llama', llama],
  ['gpt2', gpt2],
  ['gptneox', gptNeox],
  ['bloom', bloom],
  ['falcon', falcon],
  ['starcoder', starcoder],
  ['starcoder2', starcoder2],
  ['qwen2', qwen2],
  ['qwen3', qwen3],
  ['gemma', gemma],
  ['gemma2', gemma2],
  ['gemma3', gemma3],
  ['phi2', phi2],
  ['phi3', phi3],
  ['stablelm', stablelm],
  ['smollm3', smollm3],
  ['granite', granite],
  ['ernie4_5', ernie45],
  ['olmo', olmo],
  ['olmo2', olmo2],
  ['command-r', commandR],
  ['cohere2', cohere2],
]);
