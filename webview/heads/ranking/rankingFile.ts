import { interventionName, type Intervention } from '../../../src/shared/interventions/intervention';
import { formatHead } from '../../../src/shared/heads';
import type { HeadsState } from '../../../src/shared/contracts/headsViewContract';
import { recipes, type RecipeName } from '../../../src/shared/recipes/registry';
import { byFileKey, rowKinds } from '../../../src/shared/recipes/rows';
import type { ScoreColumn } from './columns';
import { readingOf, type HeadRow, type HeadTable } from '../headTable';
import { plainNumber } from '../recipeText';
import type { Sort } from './ranking';

/** The ranking as the user arranged it. */
export interface RankingContent {
  readonly state: HeadsState;
  readonly table: HeadTable;
  readonly rows: readonly HeadRow[];
  readonly columns: readonly ScoreColumn[];
  /** Null while scores arrive: the rows are in model order. */
  readonly sort: Sort | null;
  readonly filter: string;
}

/**
 * A line for each head. What holds for all heads stands in every line, so that any program can read the file and join it
 * with those of other checkpoints.
 */
export function rankingCsv({ state, table, rows, columns }: RankingContent): string {
  const { checkpoint, clean } = state;
  const ablation = table.ablated ? state.ablation : null;
  const shown = recipesOfColumns(columns);
  const names = [
    ...['checkpoint', 'seed', 'head', 'layer', 'index', 'type', 'label'],
    ...(ablation ? ['ablated_heads', 'ablation'] : []),
    ...shown.flatMap(recipe => scoreNames(recipe, ablation !== null)),
  ];
  const lines = rows.map(row => [
    text(checkpoint ?? ''),
    clean.rows?.seed == null ? '' : String(clean.rows.seed),
    row.name,
    String(row.head.layer),
    String(row.head.head),
    row.type ?? '',
    text(row.label ?? ''),
    ...(ablation ? [headNames(ablation), interventionName(ablation)] : []),
    ...shown.flatMap(recipe => scoreValues(table, recipe, row.index)),
  ]);
  return [names, ...lines].map(cells => `${cells.map(quoted).join(',')}\n`).join('');
}

export function rankingJson({ state, table, rows, columns, sort, filter }: RankingContent): string {
  const { checkpoint, clean, thresholds } = state;
  const ablation = table.ablated ? state.ablation : null;
  const shown = recipesOfColumns(columns);
  const report = {
    checkpoint,
    layers: table.grid.nLayers,
    heads: table.grid.nHeads,
    seed: clean.rows?.seed ?? null,
    startToken: clean.rows?.startTokenId ?? null,
    rows: clean.rows && byFileKey(clean.rows.kinds),
    ablation: ablation && {
      heads: ablation.heads.map(formatHead),
      kind: ablation.kind,
      ...(ablation.seed === null ? {} : { seed: ablation.seed }),
    },
    thresholds,
    sort: sort && { by: sort.by, descending: sort.isDescending },
    filter,
    recipes: Object.fromEntries(
      shown.map(recipe => [
        recipe,
        {
          version: table.clean.get(recipe)?.version ?? recipes[recipe].version,
          chance: table.clean.get(recipe)?.chance ?? null,
          rows: rowKinds[recipes[recipe].rows].fileKey,
        },
      ]),
    ),
    ranking: rows.map(row => ({
      head: row.name,
      type: row.type,
      label: row.label,
      scores: Object.fromEntries(shown.map(recipe => [recipe, scoreObject(table, recipe, row.index)])),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function recipesOfColumns(columns: readonly ScoreColumn[]): readonly RecipeName[] {
  return [...new Set(columns.map(({ recipe }) => recipe))];
}

function scoreNames(recipe: RecipeName, isAblated: boolean): string[] {
  const names = [recipe, `${recipe}_error`, `${recipe}_chance`, `${recipe}_version`];
  return isAblated ? [...names, `${recipe}_ablated`, `${recipe}_ablated_error`, `${recipe}_change`] : names;
}

function scoreValues(table: HeadTable, recipe: RecipeName, index: number): string[] {
  const clean = table.clean.get(recipe);
  const { value, error, before, change } = readingOf(table, recipe, index);
  const values = [
    plainNumber(before),
    plainNumber(clean?.error.data[index] ?? NaN),
    plainNumber(clean?.chance ?? NaN),
    String(clean?.version ?? ''),
  ];
  return change === null ? values : [...values, plainNumber(value), plainNumber(error), plainNumber(change)];
}

/** JSON has no NaN: a missing score is null. */
function scoreObject(table: HeadTable, recipe: RecipeName, index: number): Record<string, number | null> {
  const { value, error, before, change } = readingOf(table, recipe, index);
  const cleanError = table.clean.get(recipe)?.error.data[index] ?? NaN;
  const clean = { score: numberOrNull(before), error: numberOrNull(cleanError) };
  if (change === null) return clean;
  return { ...clean, ablated: numberOrNull(value), ablatedError: numberOrNull(error), change: numberOrNull(change) };
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toPrecision(6));
}

function headNames({ heads }: Intervention): string {
  return heads.map(formatHead).join(' ');
}

/** A spreadsheet would run a text that begins like a formula, and a folder can have any name. */
function text(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
