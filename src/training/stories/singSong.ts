import { drawBetween, drawOne } from '../randomStream';
import { allWords } from './lexicon';
import { inventCode, inventInscription, inventName, inventPlace } from './names';

/** A line of random words and signs. Only an earlier copy of the line predicts how it goes on. */
export function inventVerse(words: number, random: () => number): string {
  return Array.from({ length: words }, () => verseWord(random)).join(' ');
}

function verseWord(random: () => number): string {
  const kind = random();
  if (kind < 0.5) return drawOne(allWords, random);
  if (kind < 0.65) return inventName(random);
  if (kind < 0.9) return inventCode(random);
  return inventInscription(random);
}

const titles: readonly string[] = [
  'The Song of {}',
  'What they sing in {}',
  'The Bells of {}',
  '{} Rhyme',
  'How to find {}',
];

/** A song: a title, and one or two lines that repeat. */
export function singSong(random: () => number): string {
  const title = drawOne(titles, random).replace('{}', random() < 0.5 ? inventName(random) : inventPlace(random));
  const lines = Array.from({ length: random() < 0.7 ? 1 : 2 }, () => inventVerse(drawBetween(3, 10, random), random));
  const rounds = Array.from({ length: drawBetween(3, 8, random) }, () => lines);
  return [title, ...rounds.flat()].join('\n');
}
