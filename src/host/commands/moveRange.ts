import { analysedEditor } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Analyses the window around the cursor instead, in a text too long for one. */
export const moveRange: Command = {
  id: 'modelCircuits.moveRange',
  async run({ analyses, analyst }) {
    const shown = analysedEditor(analyses);
    if (!shown) return;
    const { document, selection } = shown.editor;
    await analyst.run(document, document.offsetAt(selection.active));
  },
};
