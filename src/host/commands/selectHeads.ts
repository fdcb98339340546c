import { l10n } from 'vscode';
import type { AttentionReduce } from '../../shared/contracts/engineContract';
import { setAggregate } from '../ui/settings';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';
import { pickHeads } from './pickHeads';

const reductions: readonly AttentionReduce[] = ['max', 'mean'];

/** Select Heads…: the heads that the overlay shows, or the largest or mean weight of all heads. */
export const selectHeads: Command = {
  id: 'modelCircuits.selectHeads',
  async run(services) {
    const { view } = services;
    const documentPass = passInFocus(services);
    if (!documentPass) return;
    const pick = await pickHeads({
      title: l10n.t('Select Heads'),
      placeholder: l10n.t('Check heads, or type L5H1 or 5.1 and press Enter'),
      grid: documentPass.loaded.facts,
      chosen: view.values.heads ?? [],
      whole: [l10n.t('All heads: largest weight'), l10n.t('All heads: mean weight')],
    });
    if (pick?.kind === 'heads') view.set({ heads: pick.heads });
    if (pick?.kind !== 'whole') return;
    const reduce = reductions[pick.index];
    if (reduce) await setAggregate(reduce);
    view.set({ heads: null });
  },
};
