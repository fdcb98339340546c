import { describe, expect, it } from 'vitest';
import { scoreCode } from '../../../../src/service/code/scoreCode';
import type { LoadedCheckpoint } from '../../../../src/shared/contracts/engineContract';
import { recipeNames, recipes } from '../../../../src/shared/recipes/registry';
import type { ScoreRows } from '../../../../src/shared/recipes/rows';
import type { ScoreSet } from '../../../../src/shared/scores';
import { scored } from '../../../support/headsState';

const grid = { nLayers: 2, nHeads: 2 };

function rows(segment: number, repeats: number): ScoreRows {
  const ids = Array.from({ length: segment }, (_, i) => 10 + i);
  const row = [7, ...Array.from({ length: repeats }, () => ids).flat()];
  return { segment, repeats, ids: { shape: [1, row.length], data: Int32Array.from(row) } };
}

const set: ScoreSet = {
  seed: 0,
  startTokenId: 7,
  sequences: { repeated4: rows(3, 4), repeated2: rows(4, 2), distinct: rows(3, 1) },
  scores: scored(grid, { prefix_matching: { score: [0, 0, 0.5, 0], error: 0.25 } }),
};

function loaded(architecture: string, path: string): LoadedCheckpoint {
  return { checkpoint: { path, weightsId: 'x' }, facts: { architecture, ...grid } } as unknown as LoadedCheckpoint;
}

const head = { layer: 1, head: 0 };

describe('the code of a score', () => {
  it.each(recipeNames)('holds the rows of %s, with the start token apart', recipe => {
    const code = scoreCode({ loaded: loaded('llama', '/m'), set, recipe, head });
    const { segment, repeats } = set.sequences[recipes[recipe].rows] as ScoreRows;
    expect(code).toContain('LAYER, HEAD = 1, 0');
    expect(code).toContain('START = [7]');
    expect(code).toContain(`    [${[10, 11, 12, 13].slice(0, segment).join(', ')}],`);
    expect(code).toContain(`segment * ${repeats} for segment in SEGMENTS`);
    expect(code).toContain(`p0, s = len(START), ${segment}`);
    expect(code).not.toContain('undefined');
  });

  it('computes the score that the view shows', () => {
    const code = scoreCode({ loaded: loaded('llama', '/m'), set, recipe: 'prefix_matching', head });
    expect(code).toContain('# prefix_matching (version 1) of L1H0 in "/m"');
    expect(code).toContain('# Model Circuits: 0.500000, standard error 0.250000');
  });

  it('writes no line break from a path', () => {
    const code = scoreCode({ loaded: loaded('llama', '/m\nimport os'), set, recipe: 'entropy', head });
    expect(code.split('\n')).not.toContain('import os');
  });

  it('writes file names as Python literals', () => {
    const code = scoreCode({
      loaded: loaded('llama', '/a "b"/m.gguf'),
      set,
      recipe: 'prefix_matching',
      head,
    });
    expect(code).toContain('"/a \\"b\\"", gguf_file="m.gguf"');
  });

  it('reads our own checkpoints without a model name', () => {
    const code = scoreCode({ loaded: loaded('hooked_transformer', '/m'), set, recipe: 'entropy', head });
    expect(code).toContain('HookedTransformer({**cfg');
    expect(code).not.toContain('AutoModelForCausalLM');
  });

  it('throws if the checkpoint has no such rows', () => {
    const short: ScoreSet = { ...set, sequences: { ...set.sequences, repeated4: { refused: 'a context of 8' } } };
    expect(() => scoreCode({ loaded: loaded('llama', '/m'), set: short, recipe: 'entropy', head })).toThrow(
      'a context of 8',
    );
  });
});
