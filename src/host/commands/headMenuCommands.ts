import { env, l10n, window } from 'vscode';
import { AppError } from '../../shared/errors';
import { formatHead, parseHeads, sameHeads, type HeadRef } from '../../shared/heads';
import { isRecipeName } from '../../shared/recipes/registry';
import type { Command } from './command';
import { ablateHeads } from './ablateHeads';

/**
 * The context menu of a head in the heads view. VS Code passes the data that the page has set for the clicked element: `heads`
 * ("L5H1 L6H9"), and the `recipe` and `value` that are shown there.
 */
export const showInEditors: Command = {
  id: 'modelCircuits.showInEditors',
  run({ view }, place) {
    const heads = headsOf(place);
    if (heads.length > 0) view.set({ heads });
  },
};

export const ablateThese: Command = {
  id: 'modelCircuits.ablateThese',
  run: (services, place) => ablateHeads.run(services, textOf(place, 'heads')),
};

export const copyHeadValue: Command = {
  id: 'modelCircuits.copyHeadValue',
  async run(_services, place) {
    const value = textOf(place, 'value');
    if (value !== '') await env.clipboard.writeText(value);
  },
};

export const copyHeadCode: Command = {
  id: 'modelCircuits.copyHeadCode',
  async run({ engine, headScores }, place) {
    const [head] = headsOf(place);
    const named = textOf(place, 'recipe');
    const recipe = isRecipeName(named) ? named : 'prefix_matching';
    const { loaded, clean } = headScores;
    if (!head) return;
    if (!loaded || !clean.set) throw new AppError('bad-input', l10n.t('The scores are not complete yet.'));
    await env.clipboard.writeText(await engine.scoreCode({ loaded, set: clean.set, recipe, head }));
  },
};

export const labelHead: Command = {
  id: 'modelCircuits.labelHead',
  async run({ headScores, headLabels }, place) {
    const [head] = headsOf(place);
    const weightsId = headScores.loaded?.checkpoint.weightsId;
    if (!head || weightsId === undefined) return;
    const label = await window.showInputBox({
      title: l10n.t('Label {0}', formatHead(head)),
      prompt: l10n.t('A name of your own for this head of this checkpoint. Leave it empty to remove the name.'),
      value: headLabels.of(weightsId).find(one => sameHeads([one.head], [head]))?.label ?? '',
    });
    if (label !== undefined) await headLabels.set(weightsId, head, label);
  },
};

function headsOf(place: unknown): readonly HeadRef[] {
  return parseHeads(textOf(place, 'heads')).heads;
}

function textOf(place: unknown, field: string): string {
  const value =
    typeof place === 'object' && place !== null ? Object.entries(place).find(([key]) => key === field) : null;
  return typeof value?.[1] === 'string' ? value[1] : '';
}
