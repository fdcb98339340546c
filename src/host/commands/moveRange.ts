import { editorWithPass } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Analyses the window around the cursor instead, in a text too long for one. */
export const moveRange: Command = {
  id: 'modelCircuits.moveRange',
  async run({ documentPasses, documentRunner }) {
    const shown = editorWithPass(documentPasses);
    if (!shown) return;
    const { document, selection } = shown.editor;
    await documentRunner.run(document, document.offsetAt(selection.active));
  },
};
