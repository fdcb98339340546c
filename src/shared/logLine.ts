import { isFiniteNumber, isRecord } from './parsedValues';
import type { LogLine } from './contracts/trainingContract';

/** A line of log.jsonl; null for one that a crash cut off, and for anything else that training does not write. */
export function readLogLine(text: string): LogLine | null {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(line)) return null;
  const { step, tokens, loss, learningRate, weightDecay, tokensPerSecond = null, prefixMatching = null } = line;
  if (!isFiniteNumber(step) || !isFiniteNumber(tokens) || !isFiniteNumber(loss)) return null;
  if (!isFiniteNumber(learningRate) || !isFiniteNumber(weightDecay)) return null;
  if (!isFiniteOrNull(tokensPerSecond) || !isFiniteOrNull(prefixMatching)) return null;
  return { step, tokens, loss, learningRate, weightDecay, tokensPerSecond, prefixMatching };
}

function isFiniteOrNull(value: unknown): value is number | null {
  return value === null || isFiniteNumber(value);
}
