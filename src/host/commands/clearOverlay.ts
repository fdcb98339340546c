import { passInFocus } from '../attentionView/editorWithPass';
import type { Command } from './command';

/** Clear Overlay: deletes the pass of the document in focus. */
export const clearOverlay: Command = {
  id: 'modelCircuits.clearOverlay',
  run(services) {
    const documentPass = passInFocus(services);
    if (documentPass) services.documentPasses.delete(documentPass.document);
  },
};
