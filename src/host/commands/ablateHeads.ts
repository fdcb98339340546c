import { l10n, window, type QuickPickItem } from 'vscode';
import { ablationKinds, type AblationKind } from '../../shared/ablation';
import { formatHeads, parseHeads, type HeadRef } from '../../shared/heads';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command, Services } from './command';
import { setting } from '../ui/settings';
import { pickHeads } from './pickHeads';

/** Ablate Head…: which heads, unless they come named ("L5H1 L6H9") from a view, and how. They stay out until restored. */
export const ablateHeads: Command = {
  id: 'modelCircuits.ablateHeads',
  async run(services, named) {
    const { view } = services;
    const { ablation } = view.values;
    const heads = typeof named === 'string' ? parseHeads(named).heads : await askForHeads(services);
    if (heads.length === 0) return;
    const kind = await pickKind(l10n.t('Ablate {0}', formatHeads(heads)), ablation?.kind ?? setting('ablation.kind'));
    if (kind) view.set({ ablation: { heads, kind } });
  },
};

/** None when the person leaves. */
async function askForHeads(services: Services): Promise<readonly HeadRef[]> {
  const documentPass = passInFocus(services);
  if (!documentPass) return [];
  const { heads, ablation } = services.view.values;
  const pick = await pickHeads({
    title: l10n.t('Ablate Heads'),
    placeholder: l10n.t('Check heads, or type L5H1 or 5.1 and press Enter'),
    grid: documentPass.loaded.facts,
    chosen: ablation?.heads ?? heads ?? [],
    whole: [],
  });
  return pick?.kind === 'heads' ? pick.heads : [];
}

async function pickKind(title: string, first: AblationKind): Promise<AblationKind | undefined> {
  const details: Readonly<Record<AblationKind, string>> = {
    zero: l10n.t('Its output is set to zero, and everything after it is computed again.'),
    mean: l10n.t('Its output at every position is its mean over this text, the first position left out.'),
    frozen: l10n.t('Zero, while all heads look where they looked: only what it moves is lost.'),
  };
  const kinds = [first, ...ablationKinds.filter(kind => kind !== first)];
  const items = kinds.map((kind): QuickPickItem & { kindName: AblationKind } => ({
    label: kind,
    detail: details[kind],
    kindName: kind,
  }));
  return (await window.showQuickPick(items, { title, placeHolder: l10n.t('What takes the place of the output?') }))
    ?.kindName;
}
