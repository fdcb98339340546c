import { fork, type ChildProcess } from 'node:child_process';
import { engineEnvironment, engineRoles, type EngineRole } from '../../shared/engineEnvironment';
import { AppError } from '../../shared/errors';
import { ipcPort } from '../../shared/rpc/ipcPort';
import { callsOver, type Call } from '../../shared/rpc/rpc';

/** A forked engine process, from its start to its end. */
export class EngineProcess {
  readonly call: Call;
  readonly #child: ChildProcess;
  #isKilled = false;

  constructor(
    modulePath: string,
    role: EngineRole,
    environment: Readonly<Record<string, string>>,
    onOutput: (line: string) => void,
    onEnd: (ended: EngineProcess) => void,
  ) {
    this.#child = fork(modulePath, [role], {
      // Typed arrays travel as they are; JSON would turn each into an object.
      serialization: 'advanced',
      // Without this the child would inherit the extension host's inspector port.
      execArgv: inspectArguments(role),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // On a desktop process.execPath is Electron; with this variable it runs as node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...environment },
    });
    const ended = new Promise<AppError>(resolve => {
      this.#child.once('error', cause =>
        resolve(new AppError('engine-crashed', `The engine did not start (${cause.message}).`)),
      );
      this.#child.once('exit', (code, signal) => resolve(this.endError(code, signal)));
    });
    void ended.then(() => onEnd(this));
    this.call = callsOver(ipcPort(this.#child, listener => void ended.then(listener)));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => text.split('\n').filter(Boolean).forEach(onOutput));
    }
  }

  get id(): number | null {
    return this.#child.pid ?? null;
  }

  /** True if `kill` ended the process. */
  get isKilled(): boolean {
    return this.#isKilled;
  }

  /** Ends the process with SIGKILL: a native computation does not react to a gentler signal. */
  kill(): void {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
  }

  private endError(code: number | null, signal: NodeJS.Signals | null): AppError {
    if (this.#isKilled) return new AppError('closed', 'The engine was stopped.');
    const how = signal === null ? `The engine ended with exit code ${code}.` : `The engine was ended by ${signal}.`;
    return new AppError('engine-crashed', how);
  }
}

/** Node's argument for the port that a developer asked for. Each role takes the next port. */
function inspectArguments(role: EngineRole): string[] {
  const port = Number(process.env[engineEnvironment.inspect]);
  return port > 0 ? [`--inspect=${port + engineRoles.indexOf(role)}`] : [];
}
