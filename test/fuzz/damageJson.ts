import { damagedBytes } from './damage';
import type { Chooser } from '../support/random';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Regular expressions that a backtracking engine does not finish, or whose automaton does not fit into memory. */
const hostilePatterns = [
  '(a+)+b',
  '(a|a)*b',
  '(?:\\p{L}{1000}){1000}',
  '((((((a*)*)*)*)*)*)*',
  '(?<!a+b)',
  '[',
  '\\',
  '(?=',
  '.{9999999}',
];

const hostileStrings = [
  ...['', ' ', '\u0000', '\ud800', '\ufeff', '🙂', '__proto__', 'constructor', 'toString', '../../etc/passwd', 'NaN'],
  ...['model.safetensors', '[x](command:y)', '▁', '\u00e9', 'a'.repeat(300), 'ab'.repeat(50_000)],
  ...hostilePatterns,
];

const hostileNumbers = [
  0,
  -0,
  -1,
  0.5,
  1e-320,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  127,
  65536,
];

function hostileValue(choose: Chooser): Json {
  switch (choose.below(8)) {
    case 0:
      return choose.of<Json>([null, true, false, [], {}]);
    case 1:
    case 2:
      return choose.of(hostileNumbers);
    case 3:
    case 4:
      return choose.of(hostileStrings);
    case 5:
      return Array.from({ length: choose.below(2000) }, (_, i) => (i % 7 === 0 ? null : i));
    case 6:
      return { type: choose.of(hostileStrings), Regex: choose.of(hostilePatterns) };
    default: {
      let nested: Json = 1;
      for (let depth = choose.of([2, 3, 4, 5, 70]); depth > 0; depth--) nested = depth % 2 ? [nested] : { a: nested };
      return nested;
    }
  }
}

/** JSON bytes with values changed, as a value or as text. Bytes that are no JSON are damaged as bytes. */
export function damagedJson(bytes: Uint8Array, choose: Chooser): Uint8Array {
  if (choose.below(5) === 0) return damagedBytes(bytes, choose);
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch {
    return damagedBytes(bytes, choose);
  }
  for (let times = choose.of([1, 1, 2, 3]); times > 0; times--) value = changed(value, choose, choose.below(100) > 0);
  return new TextEncoder().encode(damagedText(JSON.stringify(value), choose));
}

/** Changes one value at a random place, inside this one if `keeps` says so. */
function changed(value: Json, choose: Chooser, keeps: boolean): Json {
  if (typeof value !== 'object' || value === null || (!keeps && choose.below(6) === 0)) return hostileValue(choose);
  if (Array.isArray(value)) return changedList(value, choose);
  const keys = Object.keys(value);
  if (keys.length === 0) return hostileValue(choose);
  const [key, other] = [choose.of(keys), choose.of(keys)];
  switch (choose.below(12)) {
    case 0:
      return Object.fromEntries(Object.entries(value).filter(([one]) => one !== key));
    case 1:
      return { ...value, [choose.of(hostileStrings)]: hostileValue(choose) };
    case 2:
      return { ...value, [key]: value[other] ?? null };
    default:
      return { ...value, [key]: changed(value[key] ?? null, choose, false) };
  }
}

function changedList(list: Json[], choose: Chooser): Json {
  const at = choose.below(Math.max(1, list.length));
  switch (choose.below(6)) {
    case 0:
      return [...list.slice(0, at), ...list.slice(at + 1)];
    case 1:
      return [...list, ...list, ...list];
    case 2:
      return [...list, hostileValue(choose)];
    case 3:
      return list.toReversed();
    default:
      return list.map((one, i) => (i === at ? changed(one, choose, false) : one));
  }
}

/** What a parser meets and JSON.stringify does not write. */
function damagedText(text: string, choose: Chooser): string {
  switch (choose.below(30)) {
    case 0:
      return '['.repeat(1 + choose.below(200_000)) + text;
    case 1:
      return text.replace('{', `{"${choose.of(hostileStrings).slice(0, 20).replaceAll(/["\\]/g, '')}": 1,`);
    case 2:
      // A number that no double holds, or none at all.
      return text.replace(/:\d+/, choose.of([':1e999', ':-1e999', ':NaN', `:${'9'.repeat(400)}`, ':0x10', ':00']));
    case 3:
      return text.slice(0, choose.below(text.length + 1));
    case 4:
      return choose.of(['\ufeff', ' '.repeat(100_000), '//\n', '\u0000']) + text;
    case 5: {
      // The same key twice.
      const [entry = ''] = /"[^"\\]{1,40}":("[^"\\]{0,40}"|\d+)/.exec(text) ?? [];
      return entry ? text.replace(entry, `${entry},${entry}`) : text;
    }
    default:
      return text;
  }
}
