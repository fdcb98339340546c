import { editorWithPass } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Runs the model on the text around the cursor, in a document that is too long to be run as a whole. */
export const moveRange: Command = {
  id: 'modelCircuits.moveRange',
  async run({ documentPasses, documentRunner }) {
    const shown = editorWithPass(documentPasses);
    if (!shown) return;
    const { document, selection } = shown.editor;
    await documentRunner.run(document, document.offsetAt(selection.active));
  },
};
