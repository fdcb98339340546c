import { l10n, window } from 'vscode';
import type {
  ChosenCheckpoint,
  EngineContract,
  NamedToken,
  TokenizedText,
} from '../../shared/contracts/engineContract';
import { asAppError } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Choose Ablation Metric…: the change of the loss, or of the logit difference of two tokens that the user names. */
export const chooseMetric: Command = {
  id: 'modelCircuits.chooseMetric',
  async run(services) {
    const { engine, view } = services;
    const documentPass = passInFocus(services);
    if (!documentPass) return;
    const loss = {
      label: l10n.t('Change of loss'),
      detail: l10n.t('How much worse each token is predicted, in nats.'),
    };
    const difference = {
      label: l10n.t('Change of a logit difference…'),
      detail: l10n.t('logit(a) − logit(b) after each token, for two tokens that you name.'),
    };
    const choice = await window.showQuickPick([loss, difference], { title: l10n.t('Ablation Metric') });
    if (choice === loss) view.set({ metric: { kind: 'loss' } });
    if (choice !== difference) return;
    const { checkpoint } = documentPass.loaded;
    const a = await askToken(engine, checkpoint, l10n.t('First token (a): the one that the heads should raise'));
    const b = a && (await askToken(engine, checkpoint, l10n.t('Second token (b): the one to compare it with')));
    if (a && b) view.set({ metric: { kind: 'logitDifference', a, b } });
  },
};

/** Asks for one token: its text with the leading space, or "#id". */
async function askToken(
  engine: Client<EngineContract>,
  checkpoint: ChosenCheckpoint,
  title: string,
): Promise<NamedToken | null> {
  const text = await window.showInputBox({
    title,
    prompt: l10n.t('Text of one token, with its leading space where it has one; or #id.'),
    validateInput: async value => {
      const found = await readToken(engine, checkpoint, value);
      return typeof found === 'string' ? found : undefined;
    },
  });
  const found = text === undefined ? '' : await readToken(engine, checkpoint, text);
  return typeof found === 'string' ? null : found;
}

/** The token, or what is wrong with the text. */
async function readToken(
  engine: Client<EngineContract>,
  checkpoint: ChosenCheckpoint,
  text: string,
): Promise<NamedToken | string> {
  if (text === '') return l10n.t('Name a token.');
  try {
    const id = /^#(\d+)$/.exec(text)?.[1];
    if (id !== undefined) {
      const ids = Int32Array.of(Number(id));
      // An Int32Array would wrap a larger number to another token's id.
      const decoded = ids[0] === Number(id) ? await engine.decode({ ...checkpoint, ids }) : null;
      const label = decoded?.labels[0];
      return label === undefined || label === ''
        ? l10n.t('There is no token with this id.')
        : { id: Number(id), label };
    }
    const { ids, labels } = await tokenizeWord(engine, checkpoint, text);
    const [first] = ids;
    if (ids.length === 1 && first !== undefined) return { id: first, label: labels[0] ?? text };
    return l10n.t('This is {0} tokens ({1}); name one.', ids.length, labels.join(' '));
  } catch (thrown) {
    return asAppError(thrown).message;
  }
}

/** Some tokenizers put a space before every text, and would split " Lily" into "␣" and "␣Lily". */
async function tokenizeWord(
  engine: Client<EngineContract>,
  checkpoint: ChosenCheckpoint,
  text: string,
): Promise<TokenizedText> {
  const asEntered = await engine.tokenize({ ...checkpoint, text, startToken: 'never' });
  if (!text.startsWith(' ') || asEntered.texts.join('') === text) return asEntered;
  return engine.tokenize({ ...checkpoint, text: text.slice(1), startToken: 'never' });
}
