import { analysedEditor } from '../analysedEditor';
import type { Command } from '../services';

/** Takes the overlay off the document. */
export const clearOverlay: Command = {
  id: 'modelCircuits.clearOverlay',
  run({ analyses }) {
    const shown = analysedEditor(analyses);
    if (shown) analyses.delete(shown.editor.document);
  },
};
