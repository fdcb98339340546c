import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import type { AttentionViewAblation, AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import type { Direction } from '../../src/shared/attentionRow';
import { formatHeads } from '../../src/shared/heads';
import { changedValue } from '../base/controls';
import { filledText } from '../base/filledText';
import { headsText } from '../base/headsText';
import type { Theme } from '../base/theme';
import { typeGlyph, typeName } from '../base/typeGlyph';
import type { AttentionController } from './attentionController';
import { colouringName, colourings, pairValueOf, type Colouring } from './colouring';
import type { ShownHeads } from './shownHeads';

export interface HeaderParts {
  readonly controller: AttentionController;
  readonly state: AttentionViewState;
  /** Null without a pass. */
  readonly shown: ShownHeads | null;
  readonly theme: Theme;
  readonly status: TemplateResult;
  readonly onKeys: () => void;
}

/** Document and state in the first row; in the second what is shown, and the legend. */
export function attentionHeader(parts: HeaderParts): TemplateResult {
  const { state, shown, onKeys } = parts;
  const keys = l10n.t('Keys');
  return html`<header>
    <div class="bar">
      <span class="document clip">${state.documentName}</span>
      ${
        state.pass?.isImported
          ? html`<span
              class="imported"
              title=${l10n.t('Attention from a file of another tool. Nothing in it can be changed.')}
              >${l10n.t('Imported, read-only')}</span
            >`
          : nothing
      }
      <span class="facts muted clip">${state.pass ? facts(state.pass) : (state.checkpoint ?? '')}</span>
      <span class="fill"></span>
      ${parts.status} ${notice(parts)}
      <vscode-button class="keys-button" appearance="icon" title="${keys} (?)" aria-label=${keys} @click=${onKeys}
        >?</vscode-button
      >
    </div>
    ${state.pass && shown ? choices(parts, shown, state.pass.hasStartToken) : nothing}
  </header>`;
}

function facts(pass: NonNullable<AttentionViewState['pass']>): string {
  const length = pass.ids.length;
  const tokens = pass.isWhole ? l10n.t('{0} tokens', length) : l10n.t('{0} tokens of a part of the text', length);
  const heads = l10n.t('{0} × {1} heads', pass.nLayers, pass.nHeads);
  return pass.isImported ? `${tokens} · ${heads}` : `${pass.checkpoint} · ${tokens} · ${heads}`;
}

function choices({ controller, state, theme }: HeaderParts, shown: ShownHeads, hasStartToken: boolean): TemplateResult {
  const { colouring, shownType } = controller;
  const isOfBars = shown.each !== null && pairValueOf(colouring) !== null;
  const [previous, next] = [l10n.t('Previous head'), l10n.t('Next head')];
  return html`<div class="bar">
    <span class="heads">
      <vscode-button appearance="secondary" title=${l10n.t('Select heads…')} @click=${controller.selectHeads}
        >${shown.name}</vscode-button
      >
      <vscode-button
        appearance="icon"
        title="${previous}  ["
        aria-label=${previous}
        @click=${() => controller.stepHead(-1)}
        >‹</vscode-button
      >
      <vscode-button appearance="icon" title="${next}  ]" aria-label=${next} @click=${() => controller.stepHead(1)}
        >›</vscode-button
      >
    </span>
    <span class="type small">${shownType ? html`${typeGlyph(shownType, theme)} ${typeName(shownType)}` : nothing}</span>
    ${directionChoice(state.view.direction, direction => controller.changeView({ direction }))}
    ${state.pass?.isImported ? nothing : colouringChoice(colouring, state.ablated, controller.colour)}
    <span class="fill"></span>
    ${
      hasStartToken
        ? html`<button
            class="toggle small"
            aria-pressed=${state.view.hideStart}
            title="${l10n.t('Leave the start token out; the rest is scaled to 1')}  H"
            @click=${controller.toggleStart}
          >
            ${l10n.t('Hide start')}
          </button>`
        : nothing
    }
    <model-circuits-legend
      .theme=${theme}
      .colouring=${colouring}
      .isOfBars=${isOfBars}
      .full=${isOfBars ? shown.eachFull : shown.full}
      .unit=${state.ablated?.unit ?? l10n.t('nats')}
      .isRiseWorse=${state.ablated?.isRiseWorse ?? true}
    ></model-circuits-legend>
  </div>`;
}

function notice({ controller, state, theme }: HeaderParts): TemplateResult | typeof nothing {
  if (state.isRunning) {
    return html`<span class="notice" role="status"
      ><vscode-progress-ring></vscode-progress-ring>${l10n.t('Running…')}</span
    >`;
  }
  if (state.text?.staleFrom != null) {
    return html`<span class="notice" role="status"
      ><span class="warning">●</span
      ><span class="clip"
        >${l10n.t('Text changed.')}
        <span class="long muted">${l10n.t('Tokens before the edit still hold.')}</span></span
      ><vscode-button appearance="secondary" @click=${controller.run}>${l10n.t('Run Again')}</vscode-button></span
    >`;
  }
  if (!state.ablated) return nothing;
  const { heads, words } = state.ablated;
  const names = html`<span class="long strong">${formatHeads(heads)}</span
    ><span class="brief strong">${headsText(heads, 1)}</span>`;
  return html`<span class="notice" role="status"
    ><span .style=${`color: ${theme.lossInk}`}>✕</span
    ><span class="clip">${filledText(l10n.t('Without {0}'), names)}<span class="muted">, ${words}</span></span
    ><vscode-button appearance="secondary" @click=${controller.restore}>${l10n.t('Restore')}</vscode-button></span
  >`;
}

function directionChoice(chosen: Direction, onDirection: (direction: Direction) => void): TemplateResult {
  const choice = (direction: Direction, text: string, title: string): TemplateResult =>
    html`<button
      role="radio"
      aria-checked=${direction === chosen}
      title="${title}  D"
      @click=${() => onDirection(direction)}
    >
      ${text}
    </button>`;
  return html`<span class="direction"
    ><span class="muted small wide">${l10n.t('token is')}</span
    ><span class="choices" role="radiogroup" aria-label=${l10n.t('The selected token is')}
      >${choice('from', l10n.t('from (query)'), l10n.t('Where this token attends to'))}${choice(
        'to',
        l10n.t('to (key)'),
        l10n.t('Which tokens attend to this one'),
      )}</span
    ></span
  >`;
}

/** Buttons if there is room; if not, a dropdown. */
function colouringChoice(
  chosen: Colouring,
  ablated: AttentionViewAblation | null,
  onColouring: (colouring: Colouring) => void,
): TemplateResult {
  const isOff = (colouring: Colouring): boolean => colouring === 'delta' && ablated === null;
  const name = (colouring: Colouring): string =>
    colouring === 'delta' && ablated ? ablated.metricName : colouringName(colouring);
  // Never disabled: while its options change, a dropdown with a disabled one shows another option than its value.
  const options = colourings.map(colouring =>
    isOff(colouring) ? l10n.t('{0} (ablate a head first)', name(colouring)) : name(colouring),
  );
  return html`<span class="choices modes" role="radiogroup" aria-label=${l10n.t('Colouring')}
      >${colourings.map(
        colouring =>
          html`<button
            role="radio"
            aria-checked=${colouring === chosen}
            ?disabled=${isOff(colouring)}
            title=${isOff(colouring) ? l10n.t('Ablate a head first') : ''}
            @click=${() => onColouring(colouring)}
          >
            ${name(colouring)}
          </button>`,
      )}</span
    >${keyed(
      // A closed dropdown keeps showing the old text of its option: other texts need another dropdown.
      options.join('\n'),
      html`<vscode-dropdown
        class="mode-list"
        aria-label=${l10n.t('Colouring')}
        .value=${live(chosen)}
        @change=${(event: Event) => {
          const colouring = colourings.find(known => known === changedValue(event));
          if (colouring) onColouring(colouring);
        }}
        >${colourings.map(
          (colouring, index) => html`<vscode-option value=${colouring}>${options[index] ?? ''}</vscode-option>`,
        )}</vscode-dropdown
      >`,
    )}`;
}
