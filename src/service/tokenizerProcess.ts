import { fork, type ChildProcess } from 'node:child_process';
import type { TokenizerContract } from '../shared/contracts/tokenizerContract';
import { AppError } from '../shared/errors';
import { ipcPort } from '../shared/rpc/ipcPort';
import { connect, type Client } from '../shared/rpc/rpc';
import { tokenizerLimits } from '../shared/tokenizerLimits';

/** How a tokenizer process ended before it had answered. */
export type TokenizerEnd = 'time' | 'memory' | 'killed' | 'crash';

/** A forked tokenizer process, from its start to its end. Its owner keeps this process alive by `hold`. */
export class TokenizerProcess {
  readonly client: Client<TokenizerContract>;
  /** The keys of the tokenizers that it has read, the least recently used first. */
  readonly loaded = new Set<string>();
  readonly #child: ChildProcess;
  #end: TokenizerEnd | null = null;
  #errors = '';

  constructor(modulePath: string, onEnd: (ended: TokenizerProcess) => void) {
    this.#child = fork(modulePath, [], {
      // Typed arrays travel as they are; JSON would turn each into an object.
      serialization: 'advanced',
      // Without this the child would inherit an inspector port.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // In the engine process.execPath may be Electron; with this variable it runs as node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#errors.length < maxErrors) this.#errors += text;
    });
    // "close" comes after the last of stderr, which says why the process ended itself.
    const ended = new Promise<AppError>(resolve => {
      this.#child.once('error', cause =>
        resolve(new AppError('engine-crashed', `The tokenizer process did not start (${cause.message}).`)),
      );
      this.#child.once('close', () => resolve(new AppError('engine-crashed', 'The tokenizer process ended.')));
    });
    void ended.then(() => {
      this.#end ??= this.endFromErrors();
      onEnd(this);
    });
    this.client = connect<TokenizerContract>(ipcPort(this.#child, listener => void ended.then(listener)));
    this.hold(false);
  }

  /** Whether this process waits for an answer. Otherwise the child does not keep this process from ending. */
  hold(waits: boolean): void {
    const { channel, stderr } = this.#child;
    for (const handle of [this.#child, channel, stderr as { ref?(): void; unref?(): void } | null]) {
      if (waits) handle?.ref?.();
      else handle?.unref?.();
    }
  }

  /** Null while it runs. */
  get end(): TokenizerEnd | null {
    return this.#end;
  }

  /** Ends the process with SIGKILL: native code does not react to a gentler signal. */
  kill(why: 'time' | 'killed'): void {
    this.#end ??= why;
    this.#child.kill('SIGKILL');
  }

  private endFromErrors(): TokenizerEnd {
    if (this.#errors.includes(tokenizerLimits.timeWord)) return 'time';
    return this.#errors.includes(tokenizerLimits.memoryWord) ? 'memory' : 'crash';
  }
}

/** A crash of the library prints a page; the words of the watchdog come first or alone. */
const maxErrors = 64 * 2 ** 10;
