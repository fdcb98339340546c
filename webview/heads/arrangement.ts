import { recipeNames } from '../../src/shared/recipes/registry';
import { changeKey, parseChosen, parseSortKey } from './ranking/columns';
import type { Arrangement } from './headsScene';
import { defaultSort, type Sort } from './ranking/ranking';

/** The arrangement that the page kept. What cannot be read has its first value. */
export function keptArrangement(kept: Readonly<Record<string, unknown>>): Arrangement {
  return {
    recipe: recipeNames.find(recipe => recipe === kept.recipe) ?? 'prefix_matching',
    columns: parseChosen(kept.columns),
    sort: parseSort(kept.sort) ?? defaultSort,
    changeSort: parseSort(kept.changeSort) ?? { by: changeKey('prefix_matching'), isDescending: true },
    filter: typeof kept.filter === 'string' ? kept.filter : '',
    wantsChange: kept.wantsChange !== false,
  };
}

function parseSort(kept: unknown): Sort | null {
  if (typeof kept !== 'object' || kept === null || !('by' in kept) || !('isDescending' in kept)) return null;
  const by = parseSortKey(kept.by);
  return by ? { by, isDescending: kept.isDescending === true } : null;
}
