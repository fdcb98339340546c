import { formatHeads } from '../../src/shared/heads';
import { interventionWords } from '../../src/shared/interventions/intervention';
import type { HeadScores, HeadsState, RowShape } from '../../src/shared/contracts/headsViewContract';
import { recipes, type RecipeName } from '../../src/shared/recipes/registry';
import { fixed } from '../../src/shared/numberText';
import { layersScored, type HeadTable } from './headTable';
import { measureMeaning, measureName } from './recipeText';

/** What has to stand below a picture of scores. */
export interface Caption {
  readonly title: string;
  readonly lines: readonly string[];
}

export function mapCaption(state: HeadsState, table: HeadTable, recipe: RecipeName): Caption {
  const { checkpoint, clean, ablation, ablated } = state;
  const { grid } = table;
  const isChange = table.ablated !== null;
  const held = table.clean.get(recipe);
  const shown = isChange ? (ablated ?? clean) : clean;
  const size = `${grid.nLayers} × ${grid.nHeads} heads`;
  const chance = held?.chance == null ? '' : ` Chance ${fixed(held.chance, 3)}.`;
  const missing = grid.nLayers - layersScored(table);
  return {
    title: `${measureName(recipe)}${isChange ? ', change' : ''} · ${checkpoint ?? ''}`,
    lines: [
      `${checkpoint ?? 'A checkpoint'}, ${size}. ${recipe} (version ${recipes[recipe].version}): ${measureMeaning(recipe)}.${chance}`,
      rowsText(shown, recipe),
      ...(ablation && isChange
        ? [`Change when ${interventionWords(ablation, rowCount(state, recipe))}: ${formatHeads(ablation.heads)}.`]
        : []),
      ...(missing > 0 ? [`Not complete: ${missing} of ${grid.nLayers} layers have no scores yet.`] : []),
    ].filter(line => line !== ''),
  };
}

/** "Mean over 10 rows: the start token (id 1), then a segment of 25 random ids 4 times; seed 0." */
export function rowsText({ rows }: HeadScores, recipe: RecipeName): string {
  const shape = rows?.kinds[recipes[recipe].rows];
  if (!rows || !shape) return '';
  const start = rows.startTokenId === null ? '' : `the start token (id ${rows.startTokenId}), then `;
  const seed = rows.seed === null ? 'given rows' : `seed ${rows.seed}`;
  return `Mean over ${shape.count} rows: ${start}${segmentText(shape)}; ${seed}.`;
}

/** Over how many rows a measure was taken; of a measure whose rows are not known yet, several. */
export function rowCount({ clean }: HeadsState, recipe: RecipeName): number {
  return clean.rows?.kinds[recipes[recipe].rows]?.count ?? 2;
}

function segmentText({ segment, repeats }: RowShape): string {
  return repeats === 1 ? `${segment} random ids` : `a segment of ${segment} random ids ${repeats} times`;
}
