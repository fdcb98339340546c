import type { Webview } from 'vscode';
import { AppError } from '../../shared/errors';
import { isFrame } from '../../shared/rpc/ipcPort';
import type { Port } from '../../shared/rpc/rpc';

/** The host's port to a webview. The owner of the webview closes the port when the webview is disposed. */
export function webviewPort(webview: Webview): Port {
  const closeListeners: ((error: AppError) => void)[] = [];
  let isClosed = false;
  return {
    post(frame) {
      // The message is lost if the view is hidden, because its script is gone. The page asks for everything when it is back.
      if (!isClosed) void webview.postMessage(frame);
    },
    onFrame(listener) {
      // The webview disposes this listener.
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
