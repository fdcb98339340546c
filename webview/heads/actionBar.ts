import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { HeadRef } from '../../src/shared/heads';
import { headsText } from '../base/headsText';
import type { HeadRow } from './headTable';

export interface ActionParts {
  readonly selected: readonly HeadRow[];
  /** The heads that the editors show; null for all. */
  readonly shown: readonly HeadRef[] | null;
  readonly isScoring: boolean;
  readonly onShow: () => void;
  readonly onShowAll: () => void;
  readonly onAblate: () => void;
  readonly onLabel: () => void;
}

/** What the user can do with the selected heads. The bar is always there, so that nothing moves. */
export function actionBar(parts: ActionParts): TemplateResult {
  const { selected, shown, onShow, onShowAll, onAblate, onLabel } = parts;
  const hasNone = selected.length === 0;
  const showsAll = hasNone && shown !== null;
  const showText = showsAll ? l10n.t('Show all') : l10n.t('Show');
  return html`<footer>
    <span class="grow clip small ${hasNone ? 'muted' : ''}" title=${actionText(parts)}>${actionText(parts)}</span>
    <vscode-button
      appearance="icon"
      aria-label=${showText}
      title=${showsAll ? l10n.t('Show all heads in the editors') : l10n.t('Show in the editors  Enter')}
      ?disabled=${hasNone && !showsAll}
      @click=${showsAll ? onShowAll : onShow}
      >${showText}</vscode-button
    >
    <vscode-button
      appearance="icon"
      aria-label=${l10n.t('Ablate')}
      title=${l10n.t('Ablate…  A')}
      ?disabled=${hasNone}
      @click=${onAblate}
      >${l10n.t('Ablate')}</vscode-button
    >
    <vscode-button
      appearance="icon"
      aria-label=${l10n.t('Label…')}
      title=${l10n.t('A name of your own')}
      ?disabled=${selected.length !== 1}
      @click=${onLabel}
      >${l10n.t('Label…')}</vscode-button
    >
  </footer>`;
}

function actionText({ selected, shown, isScoring }: ActionParts): string {
  const [only] = selected;
  if (selected.length > 1) return l10n.t('{0} heads selected', selected.length);
  if (only) return only.label === null ? only.name : `${only.name} “${only.label}”`;
  if (isScoring) return l10n.t('Sorted at the end');
  if (shown) return l10n.t('Shown: {0}', headsText(shown, 2));
  return l10n.t('No head selected');
}
