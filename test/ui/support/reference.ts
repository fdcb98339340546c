import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../../src/tools/command.mjs';
import { inRepository, openGolden } from '../../support/fixtures';

export interface ReferenceToken {
  readonly id: number;
  readonly text: string;
  /** UTF-16 offsets in the text. Null for the start token. */
  readonly start: number | null;
  readonly end: number | null;
}

/** The numbers of a model for a text, by the command line: the same engine without the editor. */
export interface Reference {
  readonly tokens: readonly ReferenceToken[];
  /** The attention from `query` to `key` in a head. */
  weight(layer: number, head: number, query: number, key: number): number;
  /** The loss of each token but the first, in nats. */
  readonly loss: readonly number[];
  readonly meanDelta: number | null;
  /** The prediction of a token after a position. */
  logit(position: number, id: number): number;
}

/** The reference of stories260K, which the tests of this folder run unless they name another checkpoint. */
export function reference(textFile: string, ...options: string[]): Promise<Reference> {
  return referenceOf(inRepository('media/demo/stories260K'), textFile, ...options);
}

/** The reference of another checkpoint. */
export async function referenceOf(checkpoint: string, textFile: string, ...options: string[]): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'model-circuits-reference-'));
  try {
    const output = await runCommand(process.execPath, [
      ...[inRepository('dist/cli.js'), 'run', checkpoint],
      ...['--text', textFile, '--json', '--out', join(folder, 'golden.safetensors'), ...options],
    ]);
    const report = JSON.parse(output) as {
      tokens: [ReferenceToken[]];
      loss: { perToken: [number[]] };
      ablation: { meanDelta: number } | null;
    };
    const [tokens] = report.tokens;
    const golden = await openGolden(folder);
    const layers = golden.names.filter(name => name.endsWith('hook_pattern')).length;
    const patterns = await Promise.all(
      Array.from({ length: layers }, (_, layer) => golden.floats(`blocks.${layer}.attn.hook_pattern`)),
    );
    const logits = await golden.floats('logits');
    return {
      tokens,
      loss: report.loss.perToken[0],
      meanDelta: report.ablation?.meanDelta ?? null,
      logit: (position, id) => logits.data[position * logits.shape[2]! + id]!,
      weight: (layer, head, query, key) => patterns[layer]!.data[(head * tokens.length + query) * tokens.length + key]!,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
