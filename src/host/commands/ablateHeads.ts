import { l10n, window } from 'vscode';
import { formatHeads, parseHeads, type HeadRef } from '../../shared/heads';
import { headIntervention } from '../../shared/interventions/intervention';
import type { InterventionKind } from '../../shared/interventions/interventionKind';
import { interventionKinds, type InterventionKindName } from '../../shared/interventions/registry';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command, Services } from './command';
import { setting } from '../ui/settings';
import { pickHeads } from './pickHeads';

/** Ablate Head…: asks for heads, unless a view names them ("L5H1 L6H9"), and for the kind. They stay ablated until restored. */
export const ablateHeads: Command = {
  id: 'modelCircuits.ablateHeads',
  async run(services, named) {
    const { view } = services;
    const { ablation } = view.values;
    const heads = typeof named === 'string' ? parseHeads(named).heads : await askForHeads(services);
    if (heads.length === 0) return;
    const kind = await pickKind(l10n.t('Ablate {0}', formatHeads(heads)), ablation?.kind ?? setting('ablation.kind'));
    if (kind) view.set({ ablation: headIntervention(kind, heads) });
  },
};

/** Returns no heads when the user closes the list. */
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

async function pickKind(title: string, first: InterventionKindName): Promise<InterventionKindName | undefined> {
  const isFirst = ({ name }: InterventionKind): boolean => name === first;
  const kinds = [...interventionKinds.filter(isFirst), ...interventionKinds.filter(kind => !isFirst(kind))];
  const items = kinds.map(({ name, detail }) => ({ label: name, detail: detail(), name }));
  const placeHolder = l10n.t('What takes the place of the output?');
  return (await window.showQuickPick(items, { title, placeHolder }))?.name;
}
