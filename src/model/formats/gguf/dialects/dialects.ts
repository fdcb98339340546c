import type { GgufDialect } from './dialect';
import { gemma, gemma2, gemma3 } from './gemma';
import { bloom, falcon, gpt2, gptNeox, starcoder } from './gpt';
import {
  cohere2,
  commandR,
  granite,
  llama,
  olmo,
  olmo2,
  phi2,
  phi3,
  qwen2,
  qwen3,
  smollm3,
  stablelm,
  starcoder2,
} from './llama';

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
  ['olmo', olmo],
  ['olmo2', olmo2],
  ['command-r', commandR],
  ['cohere2', cohere2],
]);
