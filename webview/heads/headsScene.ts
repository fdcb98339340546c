import type { HeadScores, HeadsState, ScorePhase } from '../../src/shared/contracts/headsViewContract';
import type { RecipeName } from '../../src/shared/recipes/registry';
import { changeKey, parseScoreKey, scoreColumns, type ScoreColumn } from './ranking/columns';
import { parseFilter, type Filter } from './filter/filter';
import { headTable, type HeadRow, type HeadTable } from './headTable';
import { ranking, type Sort } from './ranking/ranking';
import { scalePlan, type ScalePlan } from './map/scalePlan';
import { noInduction, type NoInduction } from './verdict';

/** How the user has arranged the view. */
export interface Arrangement {
  /** Shown by the heat map. */
  readonly recipe: RecipeName;
  /** The recipes with a column; null for as many as fit. */
  readonly columns: readonly RecipeName[] | null;
  readonly sort: Sort;
  /** The order while the view shows the change. */
  readonly changeSort: Sort;
  readonly filter: string;
  /** Whether to show how the ablation changes each score, once the ablated model is scored. */
  readonly wantsChange: boolean;
}

/** All that the view shows, from the host's data and the user's arrangement. */
export interface HeadsScene {
  readonly table: HeadTable;
  readonly showsChange: boolean;
  readonly recipe: RecipeName;
  /** Of the scores that are being computed, or else of those on show. */
  readonly phase: ScorePhase;
  /** Null while scores arrive: the rows are sorted once, at the end. */
  readonly sort: Sort | null;
  readonly filter: Filter;
  readonly rows: readonly HeadRow[];
  /** The heads in `rows`; null if that is all. */
  readonly listed: ReadonlySet<number> | null;
  readonly columns: readonly ScoreColumn[];
  readonly scale: ScalePlan;
  readonly noInduction: NoInduction | null;
}

/** Null while the size of the model is not known. */
export function headsScene(state: HeadsState, arranged: Arrangement, width: number): HeadsScene | null {
  const { clean, ablated, thresholds } = state;
  const showsChange = arranged.wantsChange && ablated !== null && ablated.phase.kind !== 'failed';
  const table = headTable(state, showsChange);
  if (!table) return null;
  const recipe = availableRecipe(arranged.recipe, table);
  const sorted = availableSort(showsChange ? arranged.changeSort : arranged.sort, table, showsChange);
  const sort = isRunning(showsChange ? ablated : clean) ? null : sorted;
  const filter = parseFilter(arranged.filter, table.grid);
  const rows = ranking(table, filter, sort, sorted);
  return {
    table,
    showsChange,
    recipe,
    phase: isRunning(ablated) ? ablated.phase : clean.phase,
    sort,
    filter,
    rows,
    listed: rows.length < table.rows.length ? new Set(rows.map(({ index }) => index)) : null,
    columns: scoreColumns(table, arranged.columns, width),
    scale: scalePlan({ recipe, isChange: showsChange, chance: table.clean.get(recipe)?.chance ?? null, thresholds }),
    noInduction: showsChange ? null : noInduction(state, table),
  };
}

export function isRunning(scores: HeadScores | null): scores is HeadScores {
  return scores?.phase.kind === 'loading' || scores?.phase.kind === 'scoring';
}

/** The column that the ranking is sorted by, or the first one if it is sorted by head or type. */
export function mainColumn({ sort, columns, table }: HeadsScene): ScoreColumn {
  const sorted = parseScoreKey(sort?.by ?? '');
  const recipe = availableRecipe('prefix_matching', table);
  return sorted ?? columns[0] ?? { key: recipe, recipe, isChange: false };
}

/** This recipe if the table has it, else the first that it has. */
function availableRecipe(recipe: RecipeName, { shownRecipes }: HeadTable): RecipeName {
  return shownRecipes.includes(recipe) ? recipe : (shownRecipes[0] ?? recipe);
}

/** The same order if the table has its recipe, else by another recipe. */
function availableSort(sort: Sort, table: HeadTable, showsChange: boolean): Sort {
  const column = parseScoreKey(sort.by);
  if (!column || table.shownRecipes.includes(column.recipe)) return sort;
  const recipe = availableRecipe(column.recipe, table);
  return { by: showsChange ? changeKey(recipe) : recipe, isDescending: true };
}
