import { html, nothing, type TemplateResult } from 'lit';
import type { RecipeName } from '../../../src/shared/recipes/registry';
import { changedValue } from '../../base/controls';
import { filterExamples } from './filter';
import { measureMeaning, measureName, measures } from '../recipeText';

const filterHelp = `Type, layer, head, score, or your own label; all have to hold. ${filterExamples}  induction>=0.5  "copier"`;

export interface FilterParts {
  readonly text: string;
  readonly problem: string | null;
  readonly listed: number;
  readonly all: number;
  /** Measures that have a column. */
  readonly shown: readonly RecipeName[];
  readonly available: readonly RecipeName[];
  readonly isChoosingColumns: boolean;
  readonly onFilter: (text: string) => void;
  readonly onChooseColumns: (isChoosing: boolean) => void;
  /** Also told when a box was ticked by what is shown: then it is so already. */
  readonly onColumn: (recipe: RecipeName, isShown: boolean) => void;
  readonly onFittingColumns: () => void;
}

/** What the ranking leaves out, and which columns it has. A text field is named by what stands in it, which is not shown. */
export function filterBar(parts: FilterParts): TemplateResult {
  const { text, problem, listed, all, isChoosingColumns, onFilter, onChooseColumns } = parts;
  return html`<div class="filter">
      <vscode-text-field
        id="filter"
        class="grow ${problem === null ? '' : 'wrong'}"
        placeholder=${filterExamples}
        title=${filterHelp}
        .value=${text}
        @input=${(event: Event) => onFilter(changedValue(event))}
        >Filter heads</vscode-text-field
      >
      <span class="count small muted" role="status">${listed === all ? `${all} heads` : `${listed} of ${all}`}</span>
      <vscode-button
        appearance="icon"
        title="Columns"
        aria-label="Columns"
        aria-expanded=${isChoosingColumns}
        @click=${() => onChooseColumns(!isChoosingColumns)}
        >⋮</vscode-button
      >
      ${isChoosingColumns ? columnChoice(parts) : nothing}
    </div>
    ${problem === null ? nothing : html`<p class="problem small" role="alert">${problem}</p>`}`;
}

function columnChoice({ shown, available, onColumn, onFittingColumns, onChooseColumns }: FilterParts): TemplateResult {
  return html`<div
    class="columns-menu"
    role="group"
    aria-label="Columns"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      onChooseColumns(false);
    }}
  >
    ${measures.map(
      recipe =>
        html`<vscode-checkbox
          title=${measureMeaning(recipe)}
          .checked=${shown.includes(recipe)}
          ?disabled=${!available.includes(recipe) || (shown.length === 1 && shown.includes(recipe))}
          @change=${(event: Event) => {
            const { target } = event;
            if (target instanceof HTMLElement && 'checked' in target) onColumn(recipe, target.checked === true);
          }}
          >${measureName(recipe)}</vscode-checkbox
        >`,
    )}
    <vscode-button appearance="secondary" @click=${onFittingColumns}>As Many as Fit</vscode-button>
  </div>`;
}
