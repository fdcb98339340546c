import { isFrame } from '../../src/shared/rpc/ipcPort';
import type { Port } from '../../src/shared/rpc/rpc';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** VS Code lets a page ask for it once. */
const api = acquireVsCodeApi();

/** The page's end of the wire to the extension host. It never closes: the page is gone when the wire is. */
export function extensionHostPort(): Port {
  return {
    post: frame => api.postMessage(frame),
    onFrame(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isFrame(data)) listener(data);
      });
    },
    onClose: () => undefined,
    close: () => undefined,
  };
}

/** The fields that `keepState` stored, of any type: they outlive a reload, and the time in which the view is hidden. */
export function keptState(): Readonly<Record<string, unknown>> {
  const state = api.getState();
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

export function keepState(changes: Readonly<Record<string, unknown>>): void {
  api.setState({ ...keptState(), ...changes });
}
