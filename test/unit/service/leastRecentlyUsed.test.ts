import { expect, it } from 'vitest';
import { LeastRecentlyUsed } from '../../../src/service/leastRecentlyUsed';

/** Three values of ten bytes each, `a` the least recently used, and the list of dropped values. */
function threeValues(): { readonly values: LeastRecentlyUsed<string>; readonly dropped: string[] } {
  const dropped: string[] = [];
  const values = new LeastRecentlyUsed<string>(value => dropped.push(value));
  for (const key of ['a', 'b', 'c']) values.set(key, `value ${key}`, 10);
  return { values, dropped };
}

it('LeastRecentlyUsed drops the least recently used values, and only as many as the budget requires', () => {
  const { values, dropped } = threeValues();
  values.makeRoom(10, 30);
  expect(dropped).toEqual(['value a']);
  expect(values.bytes).toBe(20);
});

it('LeastRecentlyUsed counts a value that was asked for as used', () => {
  const { values, dropped } = threeValues();
  expect(values.get('a')).toBe('value a');
  values.makeRoom(10, 30);
  expect(dropped).toEqual(['value b']);
  expect(values.get('b')).toBeNull();
});

it('LeastRecentlyUsed does not count a value that a search met as used', () => {
  const { values, dropped } = threeValues();
  expect(values.find(value => value.endsWith('a'))).toBe('value a');
  expect(values.find(value => value.endsWith('d'))).toBeNull();
  values.makeRoom(10, 30);
  expect(dropped).toEqual(['value a']);
});

it('LeastRecentlyUsed keeps a held value until its last holder lets go, even over the budget', () => {
  const { values, dropped } = threeValues();
  const releases = [values.hold('a'), values.hold('a')];
  values.makeRoom(100, 30);
  expect(dropped).toEqual(['value b', 'value c']);
  releases[0]?.();
  values.makeRoom(100, 30);
  expect(values.get('a')).toBe('value a');
  releases[1]?.();
  values.makeRoom(100, 30);
  expect(values.get('a')).toBeNull();
  expect(values.bytes).toBe(0);
});

it('LeastRecentlyUsed replaces the value of a key without dropping it, and counts the new size', () => {
  const { values, dropped } = threeValues();
  values.set('a', 'larger', 25);
  expect(values.bytes).toBe(45);
  expect(dropped).toEqual([]);
  values.makeRoom(0, 30);
  expect(dropped).toEqual(['value b', 'value c']);
});

it('LeastRecentlyUsed drops an older value that a dropped one held', () => {
  const dropped: string[] = [];
  let letGo = (): void => undefined;
  const values = new LeastRecentlyUsed<string>(value => {
    dropped.push(value);
    if (value === 'changed') letGo();
  });
  values.set('clean', 'clean', 10);
  values.set('changed', 'changed', 10);
  letGo = values.hold('clean');
  values.makeRoom(10, 10);
  expect(dropped).toEqual(['changed', 'clean']);
  expect(values.bytes).toBe(0);
});
