import { ablationFrom, ablationJson, type AblationOptions } from './ablationOption';
import type { BackendChoice } from '../shared/contracts/engineContract';
import { headTypesOf } from '../shared/headTypes';
import { recipeNames, type RecipeName } from '../shared/recipes/registry';
import { byFileKey, eachRowKind, rowKinds, type RowKind, type ScoreRows } from '../shared/recipes/rows';
import { byLayer, isRefused, type RecipeScores, type Refused, type ScoreSet, type Sequences } from '../shared/scores';
import { printJson, printNote } from './output';
import { readSequences } from './readSequences';
import { printScoresTable } from './scoresTable';
import { engineInProcess } from './service';
import { checkpointOption } from './tokenizerOption';

interface ScoresOptions extends AblationOptions {
  readonly recipe: readonly RecipeName[];
  readonly seed: number;
  readonly sequences?: string;
  readonly tokenizer?: string;
  readonly backend: BackendChoice;
  readonly json: boolean;
}

/** `model-circuits scores`: scores all heads of a checkpoint, and prints the scores. Rejects with an AppError. */
export async function scores(checkpoint: string, options: ScoresOptions): Promise<void> {
  const ablation = ablationFrom(options);
  const recipes = options.recipe.length > 0 ? [...new Set(options.recipe)] : recipeNames;
  const sequences = options.sequences === undefined ? null : await readSequences(options.sequences);
  const engine = engineInProcess(options.backend);
  const { checkpoint: loaded, facts, backend } = await engine.load(checkpointOption(checkpoint, options.tokenizer));
  if (backend.note !== null) printNote(`Computing with ${backend.name}: ${backend.note}`);
  facts.remarks.forEach(printNote);
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
    sequences: sequencesJson(set.sequences),
    scores: Object.fromEntries(Object.entries(set.scores).map(([name, one]) => [name, scoresJson(one, facts.nHeads)])),
    types: types && byLayer(types, facts.nHeads),
    ...(ablation ? { ablation: ablationJson(ablation, rowCount(set)) } : {}),
  });
}

/** How many rows the first kind has that is not refused. Drawn kinds have equally many. */
function rowCount({ sequences }: ScoreSet): number {
  const usable = Object.values(sequences).flatMap(rows => (isRefused(rows) ? [] : [rows]));
  return usable[0]?.ids.shape[0] ?? 0;
}

/** The rows in the form that `--sequences` reads. */
function sequencesJson(sequences: Sequences): object {
  return byFileKey(eachRowKind(kind => rowsJson(sequences[kind], kind)));
}

function rowsJson(rows: ScoreRows | Refused, kind: RowKind): object {
  if (isRefused(rows)) return rows;
  const ids = byLayer(rows.ids.data, rows.ids.shape[1] ?? 1);
  const fields = rowKinds[kind].fileFields.map((field): [string, number] => [field, rows[field]]);
  return { ...Object.fromEntries(fields), ids };
}

function scoresJson(scores: RecipeScores | Refused, nHeads: number): object {
  if (isRefused(scores)) return scores;
  const { score, error, chance, version } = scores;
  return { score: byLayer(score.data, nHeads), se: byLayer(error.data, nHeads), chance, version };
}
