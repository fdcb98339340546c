import * as l10n from '@vscode/l10n';
import { formatHeads } from '../../src/shared/heads';
import { interventionWords } from '../../src/shared/interventions/intervention';
import type { HeadScores, HeadsState, RowShape } from '../../src/shared/contracts/headsViewContract';
import { recipes, type RecipeName } from '../../src/shared/recipes/registry';
import { fixed } from '../../src/shared/numberText';
import { layersScored, type HeadTable } from './headTable';
import { recipeMeaning, recipeTitle } from './recipeText';

/** The text above and below a picture of scores: all that a reader needs to know. */
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
  const size = l10n.t('{0} × {1} heads', grid.nLayers, grid.nHeads);
  const chance = held?.chance == null ? '' : ` ${l10n.t('Chance {0}.', fixed(held.chance, 3))}`;
  const missing = grid.nLayers - layersScored(table);
  return {
    title: `${isChange ? l10n.t('{0}, change', recipeTitle(recipe)) : recipeTitle(recipe)} · ${checkpoint ?? ''}`,
    lines: [
      `${checkpoint ?? l10n.t('A checkpoint')}, ${size}. ${l10n.t('{0} (version {1}): {2}.', recipe, recipes[recipe].version, recipeMeaning(recipe))}${chance}`,
      rowsText(shown, recipe),
      ...(ablation && isChange
        ? [
            l10n.t(
              'Change when {0}: {1}.',
              interventionWords(ablation, rowCount(state, recipe)),
              formatHeads(ablation.heads),
            ),
          ]
        : []),
      ...(missing > 0 ? [l10n.t('Not complete: {0} of {1} layers have no scores yet.', missing, grid.nLayers)] : []),
    ].filter(line => line !== ''),
  };
}

/** "Mean over 10 rows: the start token (id 1), then a segment of 25 random ids 4 times; seed 0." */
export function rowsText({ rows }: HeadScores, recipe: RecipeName): string {
  const shape = rows?.kinds[recipes[recipe].rows];
  if (!rows || !shape) return '';
  const segment = segmentText(shape);
  const each =
    rows.startTokenId === null ? segment : l10n.t('the start token (id {0}), then {1}', rows.startTokenId, segment);
  const seed = rows.seed === null ? l10n.t('given rows') : l10n.t('seed {0}', rows.seed);
  return l10n.t('Mean over {0} rows: {1}; {2}.', shape.count, each, seed);
}

/** How many rows a score is the mean of. Until that is known the result is 2, so that texts say "rows". */
export function rowCount({ clean }: HeadsState, recipe: RecipeName): number {
  return clean.rows?.kinds[recipes[recipe].rows]?.count ?? 2;
}

function segmentText({ segment, repeats }: RowShape): string {
  return repeats === 1
    ? l10n.t('{0} random ids', segment)
    : l10n.t('a segment of {0} random ids {1} times', segment, repeats);
}
