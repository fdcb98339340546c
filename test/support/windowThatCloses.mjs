// Stands in for an extension host: starts an engine, tells its process id, and waits to be killed.
import { fork } from 'node:child_process';

const engine = fork(process.argv[2] ?? '', [], { serialization: 'advanced', execArgv: [] });
process.send?.(engine.pid);
setInterval(() => undefined, 1000);
