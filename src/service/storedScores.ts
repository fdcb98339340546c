import { createHash } from 'node:crypto';
import { isRecord } from '../shared/isRecord';
import type { TransformerConfig } from '../model/transformerConfig';
import type { BackendName } from '../shared/contracts/engineContract';
import { recipes, type RecipeName } from '../shared/recipes';
import type { ProbeRows, RecipeScores } from '../shared/scores';
import type { FloatView } from '../shared/tensorView';

/** "prefix_matching-v1-tensorflow-3f2a…": another version, backend or other rows are another file. */
export function scoresResultName(name: RecipeName, { ids, segment, repeats }: ProbeRows, backend: BackendName): string {
  const hash = createHash('sha256');
  hash.update(`${ids.shape.join('×')} ${segment} ${repeats} `);
  hash.update(new Uint8Array(ids.data.slice().buffer));
  return `${name}-v${recipes[name].version}-${backend}-${hash.digest('hex').slice(0, 16)}`;
}

export function storedScores(name: RecipeName, { score, error, chance, version }: RecipeScores): unknown {
  return { recipe: name, version, score: table(score), error: table(error), chance };
}

/** Null unless it is what `storedScores` writes, for a model of this size. */
export function readScores(
  stored: unknown,
  name: RecipeName,
  { nLayers, nHeads }: TransformerConfig,
  chance: number | null,
): RecipeScores | null {
  const { version } = recipes[name];
  if (!isRecord(stored) || stored.recipe !== name || stored.version !== version) return null;
  const score = readTable(stored.score, nLayers, nHeads);
  const error = readTable(stored.error, nLayers, nHeads);
  return score && error ? { score, error, chance, version } : null;
}

function table({ shape, data }: FloatView): (number | null)[][] {
  const [layers = 0, heads = 0] = shape;
  return Array.from({ length: layers }, (_, layer) =>
    Array.from(data.subarray(layer * heads, (layer + 1) * heads), value => (Number.isFinite(value) ? value : null)),
  );
}

function readTable(value: unknown, layers: number, heads: number): FloatView | null {
  if (!Array.isArray(value) || value.length !== layers) return null;
  const numbers: unknown[] = value.flat();
  if (numbers.length !== layers * heads || !numbers.every(one => one === null || typeof one === 'number')) return null;
  return { shape: [layers, heads], data: Float32Array.from(numbers, one => one ?? NaN) };
}
