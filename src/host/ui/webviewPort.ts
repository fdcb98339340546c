import type { Webview } from 'vscode';
import { AppError } from '../../shared/errors';
import { isFrame } from '../../shared/rpc/ipcPort';
import type { Port } from '../../shared/rpc/rpc';

/** The host's end of the wire to a webview. Whoever owns the webview closes the port when the webview is gone. */
export function webviewPort(webview: Webview): Port {
  const closeListeners: ((error: AppError) => void)[] = [];
  let isClosed = false;
  return {
    post(frame) {
      // False where the view is hidden and its script gone: it asks again when it is back.
      if (!isClosed) void webview.postMessage(frame);
    },
    onFrame(listener) {
      // Ends with the webview.
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isClosed && isFrame(message)) listener(message);
      });
    },
    onClose(listener) {
      closeListeners.push(listener);
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      for (const listener of closeListeners) listener(new AppError('closed', 'The view was closed.'));
    },
  };
}
