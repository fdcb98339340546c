import { resolve } from 'node:path';
import { ablationFrom, ablationJson, type AblationOptions } from './ablationOption';
import type { BackendChoice } from '../shared/contracts/engineContract';
import { headTypesOf } from '../shared/headTypes';
import { recipeNames, type RecipeName } from '../shared/recipes/registry';
import { isRefused, type ScoreRows, type RecipeScores, type Refused, type ScoreSet } from '../shared/scores';
import type { FloatView } from '../shared/tensorView';
import { printJson, printNote } from './output';
import { readSequences } from './readSequences';
import { printScoresTable } from './scoresTable';
import { engineInProcess } from './service';

interface ScoresOptions extends AblationOptions {
  readonly recipe: readonly RecipeName[];
  readonly seed: number;
  readonly sequences?: string;
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** `model-circuits scores`. */
export async function scores(checkpoint: string, options: ScoresOptions): Promise<void> {
  const ablation = ablationFrom(options);
  const recipes = options.recipe.length > 0 ? [...new Set(options.recipe)] : recipeNames;
  const sequences = options.sequences === undefined ? null : await readSequences(options.sequences);
  const engine = engineInProcess(options.backend);
  const { checkpoint: loaded, facts, backend } = await engine.load({ path: resolve(checkpoint) });
  if (backend.note !== null) printNote(`Computing with ${backend.name}: ${backend.note}`);
  const set = await engine.scores({
    checkpoint: loaded,
    recipes,
    seed: options.seed,
    sequences,
    interventions: ablation ? [ablation] : [],
  });
  const types = headTypesOf(set.scores);
  if (!options.json) {
    printScoresTable(checkpoint, facts, backend, set, types);
    return;
  }
  printJson({
    checkpoint,
    backend: { name: backend.name, version: backend.version },
    seed: set.seed,
    startToken: set.startTokenId,
    sequences: {
      probe: rowsJson(set.sequences.probe, ({ segment, repeats, ids }) => ({ segment, repeats, ids })),
      induction: rowsJson(set.sequences.induction, ({ segment, ids }) => ({ segment, ids })),
      copying: rowsJson(set.sequences.copying, ({ ids }) => ({ ids })),
    },
    scores: Object.fromEntries(Object.entries(set.scores).map(([name, one]) => [name, scoresJson(one)])),
    types: types && inLayers(types, facts.nHeads),
    ...(ablation ? { ablation: ablationJson(ablation, rowCount(set)) } : {}),
  });
}

/** Of rows of the first kind that is not refused; all kinds have as many where they were drawn. */
function rowCount({ sequences }: ScoreSet): number {
  const usable = Object.values(sequences).flatMap(rows => (isRefused(rows) ? [] : [rows]));
  return usable[0]?.ids.shape[0] ?? 0;
}

function rowsJson(
  rows: ScoreRows | Refused,
  fields: (rows: { segment: number; repeats: number; ids: number[][] }) => object,
): object {
  if (isRefused(rows)) return rows;
  const [count = 0, positions = 0] = rows.ids.shape;
  const ids = Array.from({ length: count }, (_, row) =>
    Array.from(rows.ids.data.subarray(row * positions, (row + 1) * positions)),
  );
  return fields({ segment: rows.segment, repeats: rows.repeats, ids });
}

function scoresJson(scores: RecipeScores | Refused): object {
  if (isRefused(scores)) return scores;
  return { score: table(scores.score), se: table(scores.error), chance: scores.chance, version: scores.version };
}

function table({ shape, data }: FloatView): number[][] {
  return inLayers(Array.from(data), shape[1] ?? 1);
}

function inLayers<Item>(items: readonly Item[], heads: number): Item[][] {
  return Array.from({ length: items.length / heads }, (_, layer) => items.slice(layer * heads, (layer + 1) * heads));
}
