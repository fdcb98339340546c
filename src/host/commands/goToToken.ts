import { Selection, TextEditorRevealType, window } from 'vscode';
import { analysedEditor, type AnalysedEditor } from '../analysedEditor';
import { hurtMost } from '../analysis/ablationEffect';
import { tokenPlace } from '../analysis/tokenPlaces';
import { queryTokens } from '../overlay/overlayRanges';
import type { Command, Services } from '../services';

/** Moves the cursor to a token: the links of hover and lists. */
export const goToToken: Command = {
  id: 'modelCircuits.goToToken',
  async run({ analyses }, token) {
    const shown = analysedEditor(analyses);
    if (shown && typeof token === 'number') await moveTo(shown, token);
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
async function stepThroughHurt({ analyses }: Services, step: 1 | -1): Promise<void> {
  const shown = analysedEditor(analyses);
  const effect = shown?.analysis.ablated?.effect;
  if (!shown || !effect) return;
  const order = hurtMost(effect, effect.harm.length);
  const here = queryTokens(shown.editor, shown.analysis);
  const at = order.findIndex(token => here.includes(token));
  const next = order[at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length];
  if (next !== undefined) await moveTo(shown, next);
}

async function moveTo({ editor, analysis }: AnalysedEditor, token: number): Promise<void> {
  const place = tokenPlace(analysis, token);
  if (!place) return;
  const { document } = editor;
  const position = document.positionAt(place.start);
  const shown = await window.showTextDocument(document, editor.viewColumn);
  shown.selection = new Selection(position, position);
  shown.revealRange(shown.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
