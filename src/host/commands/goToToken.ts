import { window } from 'vscode';
import { editorWithPass } from '../attentionView/editorWithPass';
import { hurtMost } from '../documents/ablationEffect';
import type { DocumentPass } from '../documents/documentPass';
import { queryTokens, tokenPlace } from '../documents/tokenPlaces';
import { moveCursorOf } from '../ui/moveCursor';
import type { Command, Services } from './command';
import { textEditors } from '../ui/textEditors';

/** Moves the cursor to a token of a document, given by its address: the links of hover and lists. */
export const goToToken: Command = {
  id: 'modelCircuits.goToToken',
  async run({ documentPasses }, token, uri) {
    const documentPass = documentPasses.all().find(({ document }) => document.uri.toString() === uri);
    if (documentPass && typeof token === 'number') await moveTo(documentPass, token);
  },
};

export const nextHurtToken: Command = {
  id: 'modelCircuits.nextHurtToken',
  run: services => stepThroughHurt(services, 1),
};

export const previousHurtToken: Command = {
  id: 'modelCircuits.previousHurtToken',
  run: services => stepThroughHurt(services, -1),
};

/** Worst first, around in a circle. */
async function stepThroughHurt({ documentPasses }: Services, step: 1 | -1): Promise<void> {
  const shown = editorWithPass(documentPasses);
  const effect = shown?.documentPass.ablated?.effect;
  if (!shown || !effect) return;
  const order = hurtMost(effect, effect.harm.length);
  const here = queryTokens(shown.editor, shown.documentPass);
  const at = order.findIndex(token => here.includes(token));
  const next = order[at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length];
  if (next !== undefined) await moveTo(shown.documentPass, next);
}

/** In the editor that shows the document, the active one first; opened where none does. */
async function moveTo(documentPass: DocumentPass, token: number): Promise<void> {
  const place = tokenPlace(documentPass, token);
  if (!place) return;
  const { document } = documentPass;
  const editor = textEditors().find(one => one.document === document);
  moveCursorOf(await window.showTextDocument(document, editor?.viewColumn), place.start);
}
