// npm run fuzz: bundles the fuzzer and the process that it watches, and starts it. test/fuzz/run.ts says what it takes.
// @ts-check
import { spawn } from 'node:child_process';
import { repository } from '../../src/tools/repository.mjs';
import { builtFuzzer } from './build.mjs';

const { run, worker } = await builtFuzzer();
spawn(process.execPath, [run, '--worker', worker, ...process.argv.slice(2)], { cwd: repository, stdio: 'inherit' }).on(
  'exit',
  code => (process.exitCode = code ?? 1),
);
