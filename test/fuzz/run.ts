// npm run fuzz [-- --reader NAME] [--count 10000] [--seed 1]: gives each reader damaged and hostile files, and prints those on
// which it hangs, dies, takes too much memory, or throws an error that does not name the file. A fault comes back with
// --reader NAME --seed SEED --count 1.
import { parseArgs } from 'node:util';
import { targets } from './targets';
import { fuzz } from './watch';

const { values } = parseArgs({
  options: {
    reader: { type: 'string' },
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    worker: { type: 'string', default: '' },
  },
});

async function main(): Promise<void> {
  let total = 0;
  for (const { name } of targets) {
    if (values.reader !== undefined && values.reader !== name) continue;
    const start = performance.now();
    const count = Number(values.count);
    const { faults, refused } = await fuzz(values.worker, { target: name, firstSeed: Number(values.seed), count });
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.log(`${name}: ${count} inputs, ${refused} refused, ${faults.length} faults, ${seconds} s`);
    for (const { seed, fault } of faults.slice(0, 20)) console.log(`  seed ${seed}: ${fault}`);
    total += faults.length;
  }
  process.exitCode = total > 0 ? 1 : 0;
}

void main();
