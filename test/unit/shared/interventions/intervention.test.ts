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
  it('survives JSON: it is plain data', () => {
    const intervention = headIntervention('mean', heads);
    expect(JSON.parse(JSON.stringify(intervention))).toEqual(intervention);
  });

  it('has no seed where its kind draws nothing, whatever seed is given', () => {
    expect(headIntervention('zero', heads, 7)).toEqual(headIntervention('zero', heads));
    expect(headIntervention('zero', heads, 7).seed).toBeNull();
  });

  it('is named by its kind', () => {
    expect(interventionName(headIntervention('frozen', heads))).toBe('frozen');
  });
});

describe('the key of interventions', () => {
  it('is the same for the same changes, in whatever order their heads are written', () => {
    const [a, b] = [...heads, ...others];
    const key = interventionsKey([headIntervention('zero', [a!, b!])]);
    expect(interventionsKey([headIntervention('zero', [b!, a!])])).toBe(key);
  });

  it('differs by kind, by head, by their number, and from the clean pass', () => {
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
  it('are the mean of as many passes as the kind with the most draws asks for, and of one where none draws', () => {
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

  it('has another name than all others', () => {
    expect(new Set(interventionKindNames).size).toBe(interventionKindNames.length);
  });
});
