import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { live } from 'lit/directives/live.js';
import type { Direction } from '../../src/shared/attentionRow';
import { formatHeads } from '../../src/shared/heads';
import type { HeadType } from '../../src/shared/headTypes';
import type { AttentionViewAblation, AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { changedValue } from '../base/controls';
import { headsText } from '../base/headsText';
import type { Theme } from '../base/theme';
import { typeGlyph } from '../base/typeGlyph';
import { colouringName, colourings, pairValueOf, type Colouring } from './colouring';
import type { ShownHeads } from './shownHeads';

export interface HeaderParts {
  readonly state: AttentionViewState;
  readonly shown: ShownHeads | null;
  readonly type: HeadType | null;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly status: TemplateResult;
  readonly onColouring: (colouring: Colouring) => void;
  readonly onDirection: (direction: Direction) => void;
  readonly onStepHead: (step: number) => void;
  readonly onSelectHeads: () => void;
  readonly onHideStart: () => void;
  readonly onRun: () => void;
  readonly onRestore: () => void;
  readonly onKeys: () => void;
}

/** Document and state in the first row, what is shown and the legend in the second. */
export function attentionHeader(parts: HeaderParts): TemplateResult {
  const { state, shown, theme, colouring } = parts;
  const { pass, view } = state;
  const isOfBars = shown?.each != null && pairValueOf(colouring) !== null;
  return html`<header>
    <div class="bar">
      <span class="document clip">${state.documentName}</span>
      <span class="facts muted clip">${pass ? facts(state) : (state.checkpoint ?? '')}</span>
      <span class="fill"></span>
      ${parts.status} ${notice(parts)}
      <vscode-button class="keys-button" appearance="icon" title="Keys (?)" aria-label="Keys" @click=${parts.onKeys}
        >?</vscode-button
      >
    </div>
    ${
      pass && shown
        ? html`<div class="bar">
            <span class="heads">
              <vscode-button appearance="secondary" title="Select heads…" @click=${parts.onSelectHeads}
                >${shown.name}</vscode-button
              >
              <vscode-button
                appearance="icon"
                title="Previous head  ["
                aria-label="Previous head"
                @click=${() => parts.onStepHead(-1)}
                >‹</vscode-button
              >
              <vscode-button
                appearance="icon"
                title="Next head  ]"
                aria-label="Next head"
                @click=${() => parts.onStepHead(1)}
                >›</vscode-button
              >
            </span>
            <span class="type small"
              >${parts.type ? html`${typeGlyph(parts.type, theme)} ${parts.type}` : nothing}</span
            >
            ${directionChoice(view.direction, parts.onDirection)}
            ${colouringChoice(colouring, state.ablated, parts.onColouring)}
            <span class="fill"></span>
            ${
              pass.hasStartToken
                ? html`<button
                    class="toggle small"
                    aria-pressed=${view.hideStart}
                    title="Leave the start token out; the rest is scaled to 1  H"
                    @click=${parts.onHideStart}
                  >
                    Hide start
                  </button>`
                : nothing
            }
            <model-circuits-legend
              .theme=${theme}
              .colouring=${colouring}
              .isOfBars=${isOfBars}
              .full=${isOfBars ? shown.eachFull : shown.full}
              .unit=${state.ablated?.unit ?? 'nats'}
              .isRiseWorse=${state.ablated?.isRiseWorse ?? true}
            ></model-circuits-legend>
          </div>`
        : nothing
    }
  </header>`;
}

function facts({ pass }: AttentionViewState): string {
  if (!pass) return '';
  const part = pass.isWhole ? '' : ' of a part of the text';
  return `${pass.checkpoint} · ${pass.ids.length} tokens${part} · ${pass.nLayers} × ${pass.nHeads} heads`;
}

function notice({ state, theme, onRun, onRestore }: HeaderParts): TemplateResult | typeof nothing {
  if (state.isRunning) {
    return html`<span class="notice" role="status"><vscode-progress-ring></vscode-progress-ring>Running…</span>`;
  }
  if (state.text?.staleFrom != null) {
    return html`<span class="notice" role="status"
      ><span class="warning">●</span
      ><span class="clip">Text changed. <span class="long muted">Tokens before the edit still hold.</span></span
      ><vscode-button appearance="secondary" @click=${onRun}>Run Again</vscode-button></span
    >`;
  }
  if (!state.ablated) return nothing;
  const { heads, words } = state.ablated;
  return html`<span class="notice" role="status"
    ><span .style=${`color: ${theme.lossInk}`}>✕</span
    ><span class="clip"
      >Without <span class="long strong">${formatHeads(heads)}</span
      ><span class="brief strong">${headsText(heads, 1)}</span><span class="muted">, ${words}</span></span
    ><vscode-button appearance="secondary" @click=${onRestore}>Restore</vscode-button></span
  >`;
}

function directionChoice(direction: Direction, onDirection: (direction: Direction) => void): TemplateResult {
  const choice = (of: Direction, text: string, title: string): TemplateResult =>
    html`<button role="radio" aria-checked=${direction === of} title=${title} @click=${() => onDirection(of)}>
      ${text}
    </button>`;
  return html`<span class="direction"
    ><span class="muted small wide">token is</span
    ><span class="choices" role="radiogroup" aria-label="The selected token is"
      >${choice('from', 'from (query)', 'Where this token attends to  D')}${choice(
        'to',
        'to (key)',
        'Which tokens attend to this one  D',
      )}</span
    ></span
  >`;
}

/** Buttons where there is room, else a dropdown. */
function colouringChoice(
  chosen: Colouring,
  ablated: AttentionViewAblation | null,
  onColouring: (colouring: Colouring) => void,
): TemplateResult {
  const isOff = (colouring: Colouring): boolean => colouring === 'delta' && ablated === null;
  const name = (colouring: Colouring): string =>
    colouring === 'delta' && ablated ? ablated.metricName : colouringName(colouring);
  // Never disabled: the list shows another than its value while its options change.
  const options = colourings.map(colouring => `${name(colouring)}${isOff(colouring) ? ' (ablate a head first)' : ''}`);
  return html`<span class="choices modes" role="radiogroup" aria-label="Colouring"
      >${colourings.map(
        colouring =>
          html`<button
            role="radio"
            aria-checked=${colouring === chosen}
            ?disabled=${isOff(colouring)}
            title=${isOff(colouring) ? 'Ablate a head first' : ''}
            @click=${() => onColouring(colouring)}
          >
            ${name(colouring)}
          </button>`,
      )}</span
    >${keyed(
      // A closed list goes on showing what its option said before: with other texts it has to be another list.
      options.join('\n'),
      html`<vscode-dropdown
        class="mode-list"
        aria-label="Colouring"
        .value=${live(chosen)}
        @change=${(event: Event) => {
          const colouring = colourings.find(one => one === changedValue(event));
          if (colouring) onColouring(colouring);
        }}
        >${colourings.map(
          (colouring, index) => html`<vscode-option value=${colouring}>${options[index] ?? ''}</vscode-option>`,
        )}</vscode-dropdown
      >`,
    )}`;
}
