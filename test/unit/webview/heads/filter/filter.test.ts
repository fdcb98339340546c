import { describe, expect, it } from 'vitest';
import { hasType, matches, parseFilter, toggleType } from '../../../../../webview/heads/filter/filter';
import { headTable, readingOf } from '../../../../../webview/heads/headTable';
import { headsState, smallGrid } from '../../../../support/headsState';

const table = headTable(headsState({ labels: [{ head: { layer: 1, head: 1 }, label: 'Copier, weak' }] }), false)!;

/** The names of the heads that a filter keeps. A number alone compares prefix matching. */
function left(text: string): string[] {
  const filter = parseFilter(text, smallGrid);
  return table.rows
    .filter(row =>
      matches(row, filter, (one, recipe) => readingOf(table, recipe ?? 'prefix_matching', one.index).value),
    )
    .map(({ name }) => name);
}

describe('a filter', () => {
  it.each([
    ['', ['L0H0', 'L0H1', 'L1H0', 'L1H1']],
    ['  ', ['L0H0', 'L0H1', 'L1H0', 'L1H1']],
    ['type:induction', ['L1H0']],
    ['type:ind', ['L1H0']],
    ['TYPE:Previous', ['L0H1']],
    ['type:previous-token', ['L0H1']],
    ['type:previous_token', ['L0H1']],
    ['type:previous token', ['L0H1']],
    ['type:"previous token"', ['L0H1']],
    ['type:"previous token', ['L0H1']],
    ['Type:Previous Tok', ['L0H1']],
    ['type:previous token,induction', ['L0H1', 'L1H0']],
    ['type:induction,previous token L0', ['L0H1']],
    ['type:"previous token",induction L1', ['L1H0']],
    ['type:none copier', ['L1H1']],
    ['type:anti', []],
    ['type:none', ['L0H0', 'L1H1']],
    ['type:induction,previous', ['L0H1', 'L1H0']],
    ['L1', ['L1H0', 'L1H1']],
    ['l0', ['L0H0', 'L0H1']],
    ['L0-1', ['L0H0', 'L0H1', 'L1H0', 'L1H1']],
    ['H1', ['L0H1', 'L1H1']],
    ['L1H1', ['L1H1']],
    ['1.1', ['L1H1']],
    ['>0.1', ['L1H0', 'L1H1']],
    ['> 0.1', ['L1H0', 'L1H1']],
    ['<.1', ['L0H0', 'L0H1']],
    ['>= 0.9 < 1', ['L1H0']],
    ['previous_token > 0.4', ['L0H1']],
    ['previous_token >0.4 L0', ['L0H1']],
    ['previous_token> 0.4', ['L0H1']],
    ['copier > 0.1', ['L1H1']],
    ['>=0.9 <1', ['L1H0']],
    ['previous_token>0.4', ['L0H1']],
    ['induction-logit<0', ['L0H1']],
    ['induction_logit<−0.01', ['L0H1']],
    ['copier', ['L1H1']],
    ['"copier, w"', ['L1H1']],
    ['"copier, w', ['L1H1']],
    ['duplicator', []],
    ['L1 >0.4', ['L1H0']],
    ['type:none L1 copier', ['L1H1']],
  ])('%j keeps the heads that meet it', (text, expected) => {
    expect(parseFilter(text, smallGrid).problem).toBeNull();
    expect(left(text)).toEqual(expected);
  });
});

describe('a filter with an error', () => {
  it.each([
    ['type:', /^Types are induction, .* and none\.$/],
    ['type:copying', /^Types are/],
    ['L2', /layers L0 to L1\./],
    ['L1-0', /layers L0 to L1\./],
    ['H7', /heads H0 to H1\./],
    ['L0H5', /no L0H5: its heads are L0H0 to L1H1\./],
    ['>much', /number after “>”/],
    ['>', /number after “>”/],
    ['speed>0.4', /no score “speed”/],
    ['induction=0.4', /Write induction> or induction< and a number/],
  ])('%j has a message, and keeps every head', (text, problem) => {
    expect(parseFilter(text, smallGrid).problem).toMatch(problem);
    expect(left(text)).toHaveLength(4);
  });

  it('does not disable the other words', () => {
    expect(left('type:nonsense L1')).toEqual(['L1H0', 'L1H1']);
    expect(parseFilter('> L1', smallGrid).problem).toMatch(/number after “>”/);
    expect(left('> L1')).toEqual(['L1H0', 'L1H1']);
  });
});

it('toggleType adds a type and removes it again, and keeps the other words', () => {
  const once = toggleType('L1 >0.4', 'previous token');
  expect(once).toBe('type:previous-token L1 >0.4');
  expect(hasType(once, 'previous token')).toBe(true);
  expect(toggleType(once, 'induction')).toBe('type:induction L1 >0.4');
  expect(toggleType(once, 'previous token')).toBe('L1 >0.4');
  const typed = 'type:"previous token" > 0.4 "copier, w"';
  expect(hasType(typed, 'previous token')).toBe(true);
  expect(toggleType(typed, 'previous token')).toBe('> 0.4 "copier, w"');
  expect(toggleType('type:previous token L1', 'induction')).toBe('type:induction L1');
});

it('a filter removes a head without a score from a comparison of scores', () => {
  const filter = parseFilter('<1', smallGrid);
  expect(matches(table.rows[0]!, filter, () => NaN)).toBe(false);
});
