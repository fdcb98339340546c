import { window } from 'vscode';
import { editorWithPass } from '../attentionView/editorWithPass';
import { mostWorsened } from '../../shared/comparison';
import type { DocumentPass } from '../documents/documentPass';
import { queryTokens, tokenPlace } from '../documents/tokenPlaces';
import { moveCursorOf } from '../ui/moveCursor';
import type { Command, Services } from './command';
import { textEditors } from '../ui/textEditors';

/** Moves the cursor to a token of the document with a URI. Links in the hover and in the Ablation view run it. */
export const goToToken: Command = {
  id: 'modelCircuits.goToToken',
  async run({ documentPasses }, token, uri) {
    const documentPass = documentPasses.all().find(({ document }) => document.uri.toString() === uri);
    if (documentPass && typeof token === 'number') await moveTo(documentPass, token);
  },
};

export const nextWorsenedToken: Command = {
  id: 'modelCircuits.nextHurtToken',
  run: services => stepThroughWorsened(services, 1),
};

export const previousWorsenedToken: Command = {
  id: 'modelCircuits.previousHurtToken',
  run: services => stepThroughWorsened(services, -1),
};

/** Goes through the tokens that got worse, worst first. After the last token the first one follows. */
async function stepThroughWorsened({ documentPasses }: Services, step: 1 | -1): Promise<void> {
  const shown = editorWithPass(documentPasses);
  const worsening = shown?.documentPass.ablated?.comparison.worsening;
  if (!shown || !worsening) return;
  const order = mostWorsened(worsening, worsening.length);
  const here = queryTokens(shown.editor, shown.documentPass);
  const at = order.findIndex(token => here.includes(token));
  const next = order[at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length];
  if (next !== undefined) await moveTo(shown.documentPass, next);
}

/** Moves the cursor in an editor of the document, the active one if possible; opens one if there is none. */
async function moveTo(documentPass: DocumentPass, token: number): Promise<void> {
  const place = tokenPlace(documentPass, token);
  if (!place) return;
  const { document } = documentPass;
  const editor = textEditors().find(one => one.document === document);
  moveCursorOf(await window.showTextDocument(document, editor?.viewColumn), place.start);
}
