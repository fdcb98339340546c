import { l10n, window } from 'vscode';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Leaves the start token out of the overlay, or shows it again. Hover and status bar say how much weight it has. */
export const hideStartToken: Command = {
  id: 'modelCircuits.hideStartToken',
  run(services) {
    const { view } = services;
    if (passInFocus(services)?.window.tokens.hasStartToken === false) {
      void window.showInformationMessage(l10n.t('This text was run without a start token; there is none to hide.'));
      return;
    }
    view.set({ hideStart: !view.values.hideStart });
  },
};
