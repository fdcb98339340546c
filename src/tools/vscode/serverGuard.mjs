// @ts-check
// Runs the program given as arguments, as leader of a process group, and ends the whole group when its parent process ends:
// stdin closes then, however the parent ends. So a killed test run leaves no server behind.
import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('exit', code => process.exit(code ?? 1));
process.stdin.resume().on('end', () => process.kill(-process.pid, 'SIGKILL'));
