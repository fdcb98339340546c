import { expect } from 'vitest';
import { until } from '../../../src/tools/vscode/driver/until.mjs';
import type { Reference } from './reference';
import type { Vscode } from './useVscode';

/** The step of the ramp for a weight: none below 0.01, and by the square root above. */
export function attentionColor(weight: number): string[] {
  return weight >= 0.01 ? [`attention${Math.min(16, Math.ceil(16 * Math.sqrt(weight)))}`] : [];
}

/** The step of the ramp for a change: one for each nat, from half a nat on. */
export function deltaColor(harm: number): string[] {
  const step = Math.min(8, Math.round(Math.abs(harm)));
  return step === 0 ? [] : [`${harm > 0 ? 'loss' : 'gain'}${step}`];
}

/** The token at an offset of the text. */
export function tokenAt({ tokens }: Reference, offset: number): number {
  const token = tokens.findIndex(({ start, end }) => start !== null && start <= offset && offset < end!);
  expect(token).toBeGreaterThan(0);
  return token;
}

/** Waits until each token on these lines has its expected colours. The lines begin the text and are all on screen. */
export async function expectColors(
  vscode: Vscode,
  lines: readonly string[],
  { tokens }: Reference,
  colorsOf: (token: number) => string[],
): Promise<void> {
  let wrong: string[] = [];
  const compare = async (): Promise<boolean> => {
    wrong = [];
    let lineStart = 0;
    for (const line of lines) {
      const from = lineStart;
      lineStart += line.length + 1;
      const onLine = [...tokens.keys()].filter(token => {
        const { start, end } = tokens[token]!;
        return start !== null && start >= from && end! <= from + line.length;
      });
      const parts = onLine.map((token): [number, number] => [tokens[token]!.start! - from, tokens[token]!.end! - from]);
      const painted = await vscode.paintOn(line, 1, parts);
      expect(painted).toHaveLength(onLine.length);
      for (const [i, { colors }] of painted.entries()) {
        const wanted = colorsOf(onLine[i]!);
        if (colors.join() !== wanted.join())
          wrong.push(`${line.slice(...parts[i]!)}: ${colors.join()} not ${wanted.join()}`);
      }
    }
    return wrong.length === 0;
  };
  await until('the colours expected', compare, 5000).catch(() => expect(wrong).toEqual([]));
}
