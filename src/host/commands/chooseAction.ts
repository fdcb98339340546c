import { commands, l10n, window, type QuickPickItem } from 'vscode';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

interface Action extends QuickPickItem {
  readonly command: string;
}

/** A click on the status bar: a list of the commands that apply now. */
export const chooseAction: Command = {
  id: 'modelCircuits.chooseAction',
  async run(services) {
    const { checkpoints, view } = services;
    const documentPass = passInFocus(services);
    const action = (icon: string, label: string, command: string, description = ''): Action => ({
      label: `$(${icon}) ${label}`,
      description,
      command,
    });
    const items: Action[] = [
      action(
        'play-circle',
        documentPass?.edits.isStale ? l10n.t('Run Again') : l10n.t('Run Model'),
        'modelCircuits.runModel',
      ),
      action('circuit-board', l10n.t('Choose Checkpoint'), 'modelCircuits.checkpoints.focus', checkpoints.activeTitle),
      ...(documentPass
        ? [
            action('open-preview', l10n.t('Open Attention View'), 'modelCircuits.openAttentionView'),
            action('list-filter', l10n.t('Select Heads…'), 'modelCircuits.selectHeads'),
            action('arrow-swap', l10n.t('Toggle Direction'), 'modelCircuits.toggleDirection'),
            action('eye-closed', l10n.t('Hide or Show Start Token'), 'modelCircuits.hideStartToken'),
            action('circle-slash', l10n.t('Ablate Head…'), 'modelCircuits.ablateHeads'),
          ]
        : []),
      ...(view.values.ablation
        ? [
            action('discard', l10n.t('Restore Ablated Heads'), 'modelCircuits.restoreHeads'),
            action('symbol-ruler', l10n.t('Choose Ablation Metric…'), 'modelCircuits.chooseMetric'),
          ]
        : []),
      ...(documentPass && !documentPass.window.isWhole
        ? [action('move', l10n.t('Move Analysed Range to Cursor'), 'modelCircuits.moveRange')]
        : []),
      ...(documentPass ? [action('clear-all', l10n.t('Clear Overlay'), 'modelCircuits.clearOverlay')] : []),
      action('refresh', l10n.t('Restart Engine'), 'modelCircuits.restartEngine'),
      action('output', l10n.t('Show Log'), 'modelCircuits.showLog'),
      action('settings-gear', l10n.t('Settings'), 'modelCircuits.openSettings'),
    ];
    const chosen = await window.showQuickPick(items, { title: 'Model Circuits' });
    if (chosen?.command === 'modelCircuits.openSettings') {
      await commands.executeCommand('workbench.action.openSettings', '@ext:model-circuits.model-circuits');
    } else if (chosen) {
      await commands.executeCommand(chosen.command);
    }
  },
};
