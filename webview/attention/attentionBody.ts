import { html, type TemplateResult } from 'lit';
import type { Thumbnails } from '../../src/shared/contracts/engineContract';
import { formatHead, type HeadRef } from '../../src/shared/heads';
import type { AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import type { Theme } from '../base/theme';
import type { Colouring } from './colouring';
import type { PatternContent } from './pattern/patternDrawing';
import type { Cell } from './pattern/patternPlan';
import { describeCell, patternReading } from './patternReading';
import type { Scene } from './scene';
import { sentence } from './sentence';
import type { TextPiece } from './text/textPieces';

export interface BodyParts {
  readonly state: AttentionViewState;
  readonly now: Scene;
  readonly colouring: Colouring;
  readonly theme: Theme;
  readonly thumbnails: Thumbnails | null;
  readonly pieces: readonly TextPiece[];
  /** Null until its tile has arrived. */
  readonly pattern: PatternContent | null;
  readonly hoveredCell: Cell | null;
  readonly isWide: boolean;
  readonly onChooseHead: (head: HeadRef, add: boolean) => void;
  readonly onPointAtHead: (head: HeadRef | null) => void;
  readonly onHover: (token: number | null) => void;
  readonly onHoverCell: (cell: Cell | null) => void;
  readonly onLock: (token: number) => void;
}

/** All heads, the text, one pattern and one token; how they lie beside each other is `attentionStyle`'s. */
export function attentionBody(parts: BodyParts): TemplateResult {
  const { state, now, colouring, theme, pattern, hoveredCell, onLock } = parts;
  const { pass, shown, token, values } = now;
  const { direction, hideStart, heads } = state.view;
  return html`<div class="body">
    <section class="part" id="heads" aria-label="All heads">
      <div class="caption">
        <h2>All heads</h2>
        <span
          class="small muted clip"
          title="Thumbnails are max-pooled; the first token’s column, where resting heads look, is left out."
          >without the first token</span
        >
      </div>
      <model-circuits-head-grid
        .theme=${theme}
        .grid=${pass}
        .thumbnails=${parts.thumbnails}
        .chosen=${heads}
        .hasHues=${shown.each !== null}
        .ablated=${state.ablated?.heads ?? []}
        .known=${state.heads}
        .fills=${parts.isWide}
        .onChoose=${parts.onChooseHead}
        .onPoint=${parts.onPointAtHead}
      ></model-circuits-head-grid>
    </section>
    <section class="part" id="text" aria-label="Text">
      <div class="sentence clip" aria-live="polite">
        ${sentence({ pass, colouring, shown, direction, token, values, ablated: state.ablated, theme })}
      </div>
      <model-circuits-text
        .theme=${theme}
        .pieces=${parts.pieces}
        .labels=${pass.labels}
        .paint=${now.paint}
        .onHover=${parts.onHover}
        .onLock=${onLock}
      ></model-circuits-text>
    </section>
    <section class="part" id="pattern" aria-label="Pattern">
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
        .onHover=${parts.onHoverCell}
        .onLock=${onLock}
      ></model-circuits-pattern>
    </section>
    <section class="part" id="token" aria-label="Selected token">
      <model-circuits-token
        .theme=${theme}
        .pass=${pass}
        .token=${token}
        .shown=${shown}
        .ablated=${state.ablated}
        .showsDelta=${colouring === 'delta'}
        .direction=${direction}
        .hideStart=${hideStart}
        .onLock=${onLock}
      ></model-circuits-token>
    </section>
  </div>`;
}
