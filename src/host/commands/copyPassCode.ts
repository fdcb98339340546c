import { env, l10n, window } from 'vscode';
import { AppError } from '../../shared/errors';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Copy Run as TransformerLens Code: the pass in focus with its ablation. */
export const copyPassCode: Command = {
  id: 'modelCircuits.copyPassCode',
  async run(services) {
    const documentPass = passInFocus(services);
    if (!documentPass) throw new AppError('bad-input', l10n.t('Run the model on a text first.'));
    const { loaded, window: part, textHash, ablated, attention } = documentPass;
    const { heads } = attention;
    const code = await services.engine.passCode({
      ...{ loaded, ids: part.tokens.ids, textHash, heads },
      interventions: ablated ? [ablated.ablation] : [],
      logitDifference: ablated?.metric.kind === 'logitDifference' ? ablated.metric : null,
    });
    await env.clipboard.writeText(code);
    void window.showInformationMessage(l10n.t('The run is on the clipboard as TransformerLens code.'));
  },
};
