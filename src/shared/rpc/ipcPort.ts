import type { AppError } from '../errors';
import type { Frame, Port } from './rpc';

/** Either end of node's fork: `process` in the child, the ChildProcess in the parent. */
export interface IpcChannel {
  readonly connected: boolean;
  send?(message: object, callback: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  disconnect?(): void;
}

/**
 * A port over node's IPC, for `serialization: 'advanced'`, which carries typed arrays as they are. `whenGone` registers a
 * listener for the end of the other process.
 */
export function ipcPort(channel: IpcChannel, whenGone: (listener: (error: AppError) => void) => void): Port {
  return {
    post(frame) {
      // If the other end is gone, `whenGone` reports it, so a failed send needs no report. Without a callback node would
      // emit an error event.
      if (channel.connected) channel.send?.(frame, () => undefined);
    },
    onFrame(listener) {
      channel.on('message', message => {
        if (isFrame(message)) listener(message);
      });
    },
    onClose: whenGone,
    close() {
      if (channel.connected) channel.disconnect?.();
    },
  };
}

const frameKinds: readonly unknown[] = ['request', 'result', 'failure', 'report', 'cancel'];

export function isFrame(message: unknown): message is Frame {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    frameKinds.includes(message.kind) &&
    'id' in message &&
    typeof message.id === 'number'
  );
}
