import { drawBelow, drawBetween, drawOne } from '../randomStream';

// The syllables are so few that each becomes a token. A name is some tokens long, and none predicts the next.
const onsets = ['b', 'd', 'k', 'l', 'm', 'n', 'r', 's', 't', 'v', 'z', 'th'];
const vowels = ['a', 'e', 'i', 'o', 'u'];
const codas = ['', '', 'l', 'n', 'r', 's', 'x'];

/** An invented name such as "Tharnio": two or three random syllables, so that no model can have learnt it. */
export function inventName(random: () => number): string {
  const syllables = drawBetween(2, 3, random);
  let name = '';
  for (let i = 0; i < syllables; i++) name += drawOne(onsets, random) + drawOne(vowels, random);
  const whole = name + drawOne(codas, random);
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}

const placeEndings = ['ford', 'ham', 'wick', 'dale', 'ton'];

export function inventPlace(random: () => number): string {
  const name = inventName(random);
  return random() < 0.5 ? name : name + drawOne(placeEndings, random);
}

/** Unicode ranges [first, last] of the letters that an inscription is written in. */
const scripts: readonly (readonly [number, number])[] = [
  [0xe0, 0xff],
  [0x100, 0x17f],
  [0x391, 0x3c9],
  [0x410, 0x44f],
  [0x561, 0x586],
  [0x5d0, 0x5ea],
  [0x621, 0x64a],
  [0x905, 0x939],
  [0xe01, 0xe2e],
  [0x10d0, 0x10f0],
  [0x16a0, 0x16ea],
  [0x2190, 0x22ff],
  [0x3041, 0x3096],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0x1f300, 0x1f5ff],
];

/**
 * A meaningless word in some script. Such words bring every byte of UTF-8 into the text, and only copying predicts
 * them.
 */
export function inventInscription(random: () => number): string {
  const [first, last] = drawOne(scripts, random);
  const length = drawBetween(2, 5, random);
  return Array.from({ length }, () => String.fromCodePoint(drawBetween(first, last, random))).join('');
}

/** A number such as "40872", as on a door or in a ledger. */
export function inventNumber(random: () => number): string {
  return String(10 ** drawBetween(2, 5, random) + drawBelow(90_000, random));
}

/** A code such as "kq/Z7#b", as on a machine or in a ledger. */
export function inventCode(random: () => number): string {
  const length = drawBetween(4, 8, random);
  return Array.from({ length }, () => String.fromCodePoint(drawBetween(0x21, 0x7e, random))).join('');
}
