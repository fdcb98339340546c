import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { recipeNames, type RecipeName } from '../../../src/shared/recipes/registry';
import { changedValue } from '../../base/controls';
import { filterExamples } from './filter';
import { recipeMeaning, recipeTitle } from '../recipeText';

/** Shown only in the tooltip. */
const moreExamples = 'induction>=0.5  "copier"';

export interface FilterParts {
  readonly text: string;
  readonly problem: string | null;
  readonly listed: number;
  readonly all: number;
  /** The recipes that have a column. */
  readonly shown: readonly RecipeName[];
  readonly available: readonly RecipeName[];
  readonly isChoosingColumns: boolean;
  readonly onFilter: (text: string) => void;
  readonly onChooseColumns: (isChoosing: boolean) => void;
  /** Also called when a box changes because `shown` did; the column is then shown or hidden already. */
  readonly onColumn: (recipe: RecipeName, isShown: boolean) => void;
  readonly onFittingColumns: () => void;
}

/** The filter of the ranking, and the choice of its columns. The content of a text field is its name, which is out of sight. */
export function filterBar(parts: FilterParts): TemplateResult {
  const { text, problem, listed, all, isChoosingColumns, onFilter, onChooseColumns } = parts;
  return html`<div class="filter">
      <vscode-text-field
        id="filter"
        class="grow ${problem === null ? '' : 'wrong'}"
        placeholder=${filterExamples}
        title="${l10n.t('Type, layer, head, score, or your own label; all have to hold.')} ${filterExamples}  ${moreExamples}"
        .value=${text}
        @input=${(event: Event) => onFilter(changedValue(event))}
        >${l10n.t('Filter heads')}</vscode-text-field
      >
      <span class="count small muted" role="status">${countText(listed, all)}</span>
      <vscode-button
        appearance="icon"
        title=${l10n.t('Columns')}
        aria-label=${l10n.t('Columns')}
        aria-expanded=${isChoosingColumns}
        @click=${() => onChooseColumns(!isChoosingColumns)}
        >⋮</vscode-button
      >
      ${isChoosingColumns ? columnChoice(parts) : nothing}
    </div>
    ${problem === null ? nothing : html`<p class="problem small" role="alert">${problem}</p>`}`;
}

function countText(listed: number, all: number): string {
  if (listed < all) return l10n.t('{0} of {1}', listed, all);
  return all === 1 ? l10n.t('1 head') : l10n.t('{0} heads', all);
}

function columnChoice({ shown, available, onColumn, onFittingColumns, onChooseColumns }: FilterParts): TemplateResult {
  return html`<div
    class="columns-menu"
    role="group"
    aria-label=${l10n.t('Columns')}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onChooseColumns(false);
    }}
  >
    ${recipeNames.map(
      recipe =>
        html`<vscode-checkbox
          title=${recipeMeaning(recipe)}
          .checked=${shown.includes(recipe)}
          ?disabled=${!available.includes(recipe) || (shown.length === 1 && shown.includes(recipe))}
          @change=${(event: Event) => {
            const { target } = event;
            if (target instanceof HTMLElement && 'checked' in target) onColumn(recipe, target.checked === true);
          }}
          >${recipeTitle(recipe)}</vscode-checkbox
        >`,
    )}
    <vscode-button appearance="secondary" @click=${onFittingColumns}>${l10n.t('As Many as Fit')}</vscode-button>
  </div>`;
}
