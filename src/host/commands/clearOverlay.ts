import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Takes the overlay off the document. */
export const clearOverlay: Command = {
  id: 'modelCircuits.clearOverlay',
  run(services) {
    const documentPass = passInFocus(services);
    if (documentPass) services.documentPasses.delete(documentPass.document);
  },
};
