import { analysisInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Takes the overlay off the document. */
export const clearOverlay: Command = {
  id: 'modelCircuits.clearOverlay',
  run(services) {
    const analysis = analysisInFocus(services);
    if (analysis) services.analyses.delete(analysis.document);
  },
};
