import { l10n, window, type QuickPickItem } from 'vscode';
import { ablationKinds, type AblationKind } from '../../shared/ablation';
import { formatHeads } from '../../shared/heads';
import { analysedEditor } from '../analysedEditor';
import type { Command } from '../services';
import { setting } from '../settings';
import { pickHeads } from './pickHeads';

/** Ablate Head…: which heads, and how. They stay out until they are restored. */
export const ablateHeads: Command = {
  id: 'modelCircuits.ablateHeads',
  async run({ analyses, view }) {
    const shown = analysedEditor(analyses);
    if (!shown) return;
    const { heads, ablation } = view.values;
    const pick = await pickHeads({
      title: l10n.t('Ablate Heads'),
      placeholder: l10n.t('Check heads, or type L5H1 or 5.1 and press Enter'),
      grid: shown.analysis.loaded.facts,
      chosen: ablation?.heads ?? heads ?? [],
      whole: [],
    });
    if (pick?.kind !== 'heads') return;
    const kind = await pickKind(
      l10n.t('Ablate {0}', formatHeads(pick.heads)),
      ablation?.kind ?? setting('ablation.kind'),
    );
    if (kind) view.set({ ablation: { heads: pick.heads, kind } });
  },
};

async function pickKind(title: string, first: AblationKind): Promise<AblationKind | undefined> {
  const details: Readonly<Record<AblationKind, string>> = {
    zero: l10n.t('Its output is set to zero, and everything after it is computed again.'),
    mean: l10n.t('Its output is its own mean over this text, at every position.'),
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
