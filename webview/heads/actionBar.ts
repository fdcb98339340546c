import { html, type TemplateResult } from 'lit';
import type { HeadRef } from '../../src/shared/heads';
import { headsText } from '../base/headsText';
import type { HeadRow } from './headTable';

export interface ActionParts {
  readonly selected: readonly HeadRow[];
  /** Heads that the editors show; null for all. */
  readonly shown: readonly HeadRef[] | null;
  readonly isScoring: boolean;
  readonly onShow: () => void;
  readonly onShowAll: () => void;
  readonly onAblate: () => void;
  readonly onLabel: () => void;
}

/** What can be done with the selected heads. Always there, so that nothing moves. */
export function actionBar(parts: ActionParts): TemplateResult {
  const { selected, shown, onShow, onShowAll, onAblate, onLabel } = parts;
  const hasNone = selected.length === 0;
  const showsAll = hasNone && shown !== null;
  return html`<footer>
    <span class="grow clip small ${hasNone ? 'muted' : ''}" title=${actionText(parts)}>${actionText(parts)}</span>
    <vscode-button
      appearance="icon"
      aria-label=${showsAll ? 'Show all' : 'Show'}
      title=${showsAll ? 'Show all heads in the editors' : 'Show in the editors  Enter'}
      ?disabled=${hasNone && !showsAll}
      @click=${showsAll ? onShowAll : onShow}
      >${showsAll ? 'Show all' : 'Show'}</vscode-button
    >
    <vscode-button appearance="icon" aria-label="Ablate" title="Ablate…  A" ?disabled=${hasNone} @click=${onAblate}
      >Ablate</vscode-button
    >
    <vscode-button
      appearance="icon"
      aria-label="Label…"
      title="A name of your own"
      ?disabled=${selected.length !== 1}
      @click=${onLabel}
      >Label…</vscode-button
    >
  </footer>`;
}

function actionText({ selected, shown, isScoring }: ActionParts): string {
  const [only] = selected;
  if (selected.length > 1) return `${selected.length} heads selected`;
  if (only) return only.label === null ? only.name : `${only.name} “${only.label}”`;
  if (isScoring) return 'Sorted at the end';
  if (shown) return `Shown: ${headsText(shown, 2)}`;
  return 'No head selected';
}
