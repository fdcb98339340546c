import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { formatHead } from '../../src/shared/heads';
import type { Theme } from '../base/theme';
import type { AttentionController } from './attentionController';
import type { Cell } from './pattern/patternPlan';
import { describeCell, patternReading } from './patternReading';
import type { Scene } from './scene';
import { sentence } from './sentence';

export interface BodyParts {
  readonly controller: AttentionController;
  readonly state: AttentionViewState;
  readonly now: Scene;
  readonly theme: Theme;
  readonly isWide: boolean;
}

/** All heads, the text, one pattern and one token; `attentionStyle` lays them out. */
export function attentionBody({ controller, state, now, theme, isWide }: BodyParts): TemplateResult {
  const { pass, shown, token, values } = now;
  const { direction, hideStart, heads } = state.view;
  const { colouring, hoveredCell, lock } = controller;
  const pattern = controller.pattern(now);
  return html`<div class="body">
    <section class="part" id="heads" aria-label=${l10n.t('All heads')}>
      <div class="caption">
        <h2>${l10n.t('All heads')}</h2>
        <span
          class="small muted clip"
          title=${l10n.t('Thumbnails are max-pooled; the first token’s column, where resting heads look, is left out.')}
          >${l10n.t('without the first token')}</span
        >
      </div>
      <model-circuits-head-grid
        .theme=${theme}
        .grid=${pass}
        .thumbnails=${controller.thumbnails}
        .chosen=${heads}
        .hasHues=${shown.each !== null}
        .ablated=${state.ablated?.heads ?? []}
        .known=${state.heads}
        .fills=${isWide}
        .onChoose=${controller.chooseHead}
        .onPoint=${controller.pointAt}
      ></model-circuits-head-grid>
    </section>
    <section class="part" id="text" aria-label=${l10n.t('Text')}>
      <div class="sentence clip" aria-live="polite">
        ${sentence({ pass, colouring, shown, direction, token, values, ablated: state.ablated, theme })}
      </div>
      <model-circuits-text
        .theme=${theme}
        .pieces=${controller.pieces}
        .labels=${pass.labels}
        .paint=${now.paint}
        .onHover=${controller.hover}
        .onLock=${lock}
      ></model-circuits-text>
    </section>
    <section class="part" id="pattern" aria-label=${l10n.t('Pattern')}>
      <div class="caption">
        <h2>${shown.each ? formatHead(shown.heads[0] ?? { layer: 0, head: 0 }) : shown.name}</h2>
        <span class="small muted clip"
          >${pattern ? patternReading(state, now, pattern, hoveredCell) : (shown.problem ?? '…')}</span
        >
      </div>
      <model-circuits-pattern
        .theme=${theme}
        .content=${pattern}
        .focusOn=${{ token, direction, strongest: now.strongest, hovered: hoveredCell }}
        .strongestPair=${now.strongestPair}
        .describe=${(cell: Cell) => (pattern ? describeCell(pass, pattern, cell) : '')}
        .onHover=${controller.hoverCell}
        .onLock=${lock}
      ></model-circuits-pattern>
    </section>
    <section class="part" id="token" aria-label=${l10n.t('Selected token')}>
      <model-circuits-token
        .theme=${theme}
        .pass=${pass}
        .token=${token}
        .shown=${shown}
        .ablated=${state.ablated}
        .showsDelta=${colouring === 'delta'}
        .direction=${direction}
        .hideStart=${hideStart}
        .onLock=${lock}
      ></model-circuits-token>
    </section>
  </div>`;
}
