// @ts-check
import { join } from 'node:path';
import { mainRun } from './setups.mjs';
import { headsOf, headsOfType, largestPrefixMatching, lossOnRepeatedNames, snapshotsOf } from './measure.mjs';

/**
 * A claim that must hold for the runs of a seed.
 * @typedef {{ claim: string, value: number, holds: boolean }} Check
 */

/** @param {string} claim @param {number} value @param {boolean} holds @returns {Check} */
const check = (claim, value, holds) => ({ claim, value, holds });

/** The text of the walkthrough. @param {string} repository */
export const sampleText = repository => join(repository, 'media', 'demo', 'sample.txt');

/**
 * Checks what the walkthrough shows, on the last snapshot of the main run.
 * @param {string} run
 * @param {string} text
 * @returns {Promise<Check[]>}
 */
export async function checkMainRun(run, text) {
  const snapshots = await snapshotsOf(run);
  const [first = '', last = ''] = [snapshots[0], snapshots.at(-1)];
  const begins = await headsOf(first);
  const ends = await headsOf(last);
  const induction = headsOfType(ends, 'induction');
  const previous = headsOfType(ends, 'previous token');
  const ofAnyType = begins.filter(({ type }) => type !== null).length;
  const checks = [
    check('snapshots, 24 or more', snapshots.length, snapshots.length >= 24),
    check('heads of any type at the first snapshot, none', ofAnyType, ofAnyType === 0),
    check('induction heads at the last snapshot, one or more', induction.length, induction.length >= 1),
    check('previous-token heads at the last snapshot, one or more', previous.length, previous.length >= 1),
  ];
  if (induction.length === 0 || previous.length === 0) return checks;
  const cost = await lossOnRepeatedNames(last, text, induction);
  const left = largestPrefixMatching(await headsOf(last, previous));
  return [
    ...checks,
    check('Δloss on repeated names without the induction heads, above 1 nat', cost, cost > 1),
    check('largest prefix matching without the previous-token heads, below 0.2', left, left < 0.2),
  ];
}

/**
 * Checks that a run has a phase change, or that a control has none.
 * @param {string} name
 * @param {string} run
 * @returns {Promise<Check[]>}
 */
export async function checkPhaseChange(name, run) {
  const snapshots = await snapshotsOf(run);
  const begins = largestPrefixMatching(await headsOf(snapshots[0] ?? ''));
  const ends = await headsOf(snapshots.at(-1) ?? '');
  const largest = largestPrefixMatching(ends);
  const induction = headsOfType(ends, 'induction').length;
  const isSmeared = name.startsWith('smeared');
  if (name.endsWith('2-layers')) {
    const first = check(`${name}: largest prefix matching at first, below 0.1`, begins, begins < 0.1);
    const last = check(`${name}: largest prefix matching at last, above 0.4`, largest, largest > 0.4);
    return isSmeared ? [last] : [first, last];
  }
  if (isSmeared) return [check(`${name}: largest prefix matching at last, 0.25 or more`, largest, largest >= 0.25)];
  return [
    check(`${name}: largest prefix matching at last, 0.15 or less`, largest, largest <= 0.15),
    ...(name === mainRun.replace('2-layers', '1-layer')
      ? [check(`${name}: induction heads at last, none`, induction, induction === 0)]
      : []),
  ];
}
