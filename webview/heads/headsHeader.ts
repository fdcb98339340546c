import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ScorePhase } from '../../src/shared/contracts/headsViewContract';
import { recipeNames, type RecipeName } from '../../src/shared/recipes/registry';
import { chosenOption } from '../base/chosenOption';
import { changedValue } from '../base/controls';
import { recipeMeaning, recipeTitle } from './recipeText';
import { progressText } from './progressText';

export interface HeaderParts {
  readonly recipe: RecipeName;
  /** The recipes that the user can choose: the others have no scores. */
  readonly available: readonly RecipeName[];
  /** Of the scores that are being computed, or else of the whole model's. */
  readonly phase: ScorePhase;
  readonly isWide: boolean;
  readonly onRecipe: (recipe: RecipeName) => void;
  readonly onCancel: () => void;
  readonly onKeys: () => void;
}

/** The recipe that the map shows, and how far scoring is. */
export function headsHeader({
  recipe,
  available,
  phase,
  isWide,
  onRecipe,
  onCancel,
  onKeys,
}: HeaderParts): TemplateResult {
  const isRunning = phase.kind === 'loading' || phase.kind === 'scoring';
  return html`<header>
    ${isRunning ? progressBar(phase) : nothing}
    <vscode-dropdown
      ${chosenOption(recipe)}
      aria-label=${l10n.t('Score on the heat map')}
      title="${recipeTitle(recipe)}: ${recipeMeaning(recipe)}"
      @change=${(event: Event) => {
        const chosen = recipeNames.find(one => one === changedValue(event));
        if (chosen) onRecipe(chosen);
      }}
      >${recipeNames.map(
        one =>
          html`<vscode-option value=${one} ?disabled=${available.length > 0 && !available.includes(one)}
            >${recipeTitle(one)}</vscode-option
          >`,
      )}</vscode-dropdown
    >
    <span class="progress small muted clip grow" role="status"
      >${isRunning ? progressText(phase, isWide) : nothing}</span
    >
    ${
      isRunning
        ? html`<vscode-button
            appearance="icon"
            title=${l10n.t('Cancel')}
            aria-label=${l10n.t('Cancel scoring')}
            @click=${onCancel}
            >✕</vscode-button
          >`
        : html`<vscode-button
            appearance="icon"
            title=${l10n.t('Keys (?)')}
            aria-label=${l10n.t('Keys')}
            @click=${onKeys}
            >?</vscode-button
          >`
    }
  </header>`;
}

function progressBar(phase: ScorePhase): TemplateResult {
  const { done, total } = phase.kind === 'loading' || phase.kind === 'scoring' ? phase : { done: 0, total: null };
  const percent = total ? Math.min(100, (100 * done) / total) : 0;
  return html`<div
    class="done"
    role="progressbar"
    aria-label=${l10n.t('Scores')}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(percent)}
  >
    <span .style=${`width: ${percent}%`}></span>
  </div>`;
}
