import { beforeAll, describe, expect, it } from 'vitest';
import { builtFuzzer } from '../../fuzz/build.mjs';
import { targets } from '../../fuzz/targets';
import { fuzz } from '../../fuzz/watch';
import { fixture } from '../../support/fixtures';

/** Inputs of each reader here; npm run fuzz takes thousands. Those of many megabytes take longer. */
const countOf = (target: string): number => (target === 'large files' ? 20 : 100);

describe('damaged and hostile files', () => {
  let worker = '';
  beforeAll(async () => {
    worker = (await builtFuzzer()).worker;
  });

  it.each(targets.map(({ name }) => name))(
    'are read, or refused by name, in time and little memory: %s',
    async target => {
      const { faults, refused } = await fuzz(worker, { target, firstSeed: 1, count: countOf(target) });
      expect(faults).toEqual([]);
      // An input that nothing refuses tests nothing.
      expect(refused).toBeGreaterThan(0);
    },
  );
});

describe('the watching process', () => {
  it('reports a hang, a death, too much memory and an error that is not the user’s, each with its seed, and goes on', async () => {
    const { faults, refused } = await fuzz(fixture('faultyReader.mjs'), { target: 'faulty', firstSeed: 10, count: 6 });
    expect(faults.map(({ seed, fault }) => [seed, fault.split(':')[0]])).toEqual([
      [11, 'took more than 2000 ms'],
      [12, 'the process died (3)'],
      [13, 'took 600 MB'],
      [14, 'TypeError'],
    ]);
    expect(refused).toBe(2);
  });
});
