import { isFrame } from '../../src/shared/rpc/ipcPort';
import type { Port } from '../../src/shared/rpc/rpc';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be asked for once only. */
const api = acquireVsCodeApi();

/** The webview's end of the wire to the extension host. Both live and die together, so that it never closes. */
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

/** What a view kept over a reload or while it was hidden; the fields that `keep` was given before, whatever they are. */
export function keptState(): Readonly<Record<string, unknown>> {
  const state = api.getState();
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

export function keepState(changes: Readonly<Record<string, unknown>>): void {
  api.setState({ ...keptState(), ...changes });
}
