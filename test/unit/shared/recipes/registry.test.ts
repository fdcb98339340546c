import { describe, expect, it } from 'vitest';
import type { LayerActivations, LayerHook, Recipe } from '../../../../src/shared/recipes/recipe';
import { isRecipeName, recipeNames, recipes } from '../../../../src/shared/recipes/registry';
import { rowKinds } from '../../../../src/shared/recipes/rows';
import type { FloatView } from '../../../../src/shared/tensorView';
import { uniformPattern } from '../../../../src/shared/recipes/uniformPattern';
import { rowsOf, scoreOfPattern } from '../../../support/knownHeads';

const segment = 6;
const heads = 2;

describe.each(recipeNames)('the recipe %s', name => {
  const recipe = recipes[name];
  const rows = rowsOf(segment, rowKinds[recipe.rows].repeats);

  it('has a version, a range, words and Python', () => {
    expect(Number.isInteger(recipe.version) && recipe.version > 0).toBe(true);
    expect(recipe.range[0]).toBeLessThan(recipe.range[1]);
    const { name: heading, short, meaning } = recipe.words();
    for (const word of [heading, short, meaning]) expect(word.trim()).not.toBe('');
    expect(recipe.python).toMatch(/^values = /m);
    expect(recipe.name).toBe(name);
  });

  it('computes a number for each head from the hooks that it names, and reads all of them', async () => {
    const read = new Set<LayerHook>();
    const scores = await recipe.score(layerOf(recipe, rows.ids.shape[1]!, read), rows);
    expect(scores).toHaveLength(heads);
    for (const byRow of scores) {
      expect(byRow).toHaveLength(1);
      expect(byRow.every(Number.isFinite)).toBe(true);
    }
    expect([...read].toSorted()).toEqual(recipe.hooks.toSorted());
  });

  it('names its hooks in Python by TransformerLens’s short names', () => {
    for (const hook of recipe.hooks)
      expect(recipe.python).toContain(`cache["${hook.replace('attn.hook_', '')}", LAYER]`);
    expect(recipe.python.includes('ln_final.hook_scale')).toBe(recipe.needsFinalScale);
  });

  it('is of patterns alone exactly if it reads nothing else', () => {
    expect(recipe.isOfPattern).toBe(recipe.hooks.join() === 'attn.hook_pattern' && recipe.logitTokens === null);
  });

  it.runIf(recipe.isOfPattern && recipe.chance(rows) !== null)(
    'has the score of even attention as chance',
    async () => {
      const even = await scoreOfPattern(recipe, uniformPattern(rows.ids.shape[1]!), rows);
      expect(recipe.chance(rows)).toBe(even);
    },
  );
});

it('isRecipeName knows recipes by their own names only', () => {
  expect(isRecipeName('prefix_matching')).toBe(true);
  expect(isRecipeName('toString')).toBe(false);
});

/** Activations of two heads over one row. Hooks and logits that the recipe does not name throw. */
function layerOf(recipe: Recipe, positions: number, read: Set<LayerHook>): LayerActivations {
  const vectors = filled([1, positions, heads, 3]);
  const activations: Record<LayerHook, FloatView> = {
    'attn.hook_pattern': filled([1, heads, positions, positions]),
    'attn.hook_z': vectors,
    'attn.hook_v': vectors,
  };
  return {
    nHeads: heads,
    get(hook) {
      if (!recipe.hooks.includes(hook)) throw new Error(`${recipe.name} does not name ${hook}`);
      read.add(hook);
      return activations[hook];
    },
    logitsOfTokens({ shape: [rows = 0, positions = 0] }) {
      expect(recipe.needsFinalScale).toBe(true);
      expect(recipe.logitTokens).not.toBeNull();
      return Promise.resolve(filled([rows, positions, heads]));
    },
    logitsWithinRows({ shape: [rows = 0, positions = 0] }) {
      expect(recipe.logitTokens).not.toBeNull();
      return Promise.resolve(filled([rows, heads, positions, positions]));
    },
  };
}

function filled(shape: readonly number[]): FloatView {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => ((i * 7) % 11) / 11) };
}
