// Stands in for an extension host: starts an engine, sends the id of its process, and waits for its own kill.
import { fork } from 'node:child_process';

const engine = fork(process.argv[2] ?? '', [], { serialization: 'advanced', execArgv: [] });
process.send?.(engine.pid);
setInterval(() => undefined, 1000);
