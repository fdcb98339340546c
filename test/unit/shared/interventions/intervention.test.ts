import { describe, expect, it } from 'vitest';
import {
  drawsOf,
  headIntervention,
  interventionName,
  interventionsKey,
  interventionWords,
} from '../../../../src/shared/interventions/intervention';
import { interventionKind, interventionKindNames } from '../../../../src/shared/interventions/registry';

const heads = [{ layer: 0, head: 1 }];
const others = [{ layer: 1, head: 0 }];

describe('an intervention', () => {
  it('is plain data, which JSON keeps', () => {
    const intervention = headIntervention('mean', heads);
    expect(JSON.parse(JSON.stringify(intervention))).toEqual(intervention);
  });

  it('has no seed if its kind draws nothing, whatever seed is given', () => {
    expect(headIntervention('zero', heads, 7)).toEqual(headIntervention('zero', heads));
    expect(headIntervention('zero', heads, 7).seed).toBeNull();
  });

  it('is named by its kind', () => {
    expect(interventionName(headIntervention('frozen', heads))).toBe('frozen');
  });
});

describe('the key of interventions', () => {
  it('is the same for the same changes, whatever the order of their heads', () => {
    const [a, b] = [...heads, ...others];
    const key = interventionsKey([headIntervention('zero', [a!, b!])]);
    expect(interventionsKey([headIntervention('zero', [b!, a!])])).toBe(key);
  });

  it('differs by kind, by head, by the number of heads, and from the clean pass', () => {
    const sets = [
      [],
      [headIntervention('zero', heads)],
      [headIntervention('mean', heads)],
      [headIntervention('zero', others)],
      [headIntervention('zero', heads), headIntervention('zero', others)],
    ];
    expect(new Set(sets.map(interventionsKey)).size).toBe(sets.length);
  });
});

describe('interventions together', () => {
  it('are the mean over the largest number of draws that a kind asks for, or over one pass if no kind draws', () => {
    expect(drawsOf([])).toBe(1);
    expect(drawsOf([headIntervention('zero', heads)])).toBe(1);
  });
});

describe('every kind of intervention', () => {
  it.each(interventionKindNames)('has words for the list, the sentence and the code: %s', name => {
    const { detail, words, python, draws, isSeeded } = interventionKind(name);
    for (const rows of [1, 2]) {
      expect(words({ seed: 3, rows })).not.toBe('');
      expect(interventionWords(headIntervention(name, heads, 3), rows)).toBe(
        words({ seed: isSeeded ? 3 : null, rows }),
      );
    }
    expect(detail()).toMatch(/\.$/);
    expect(python.comment({ seed: 3, rows: 1 })).not.toMatch(/\n/);
    expect(python.value).not.toBe('');
    if (!isSeeded) expect(draws).toBe(1);
  });

  it('has a name of its own', () => {
    expect(new Set(interventionKindNames).size).toBe(interventionKindNames.length);
  });
});
