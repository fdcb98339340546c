import { drawBetween, drawOne } from '../randomStream';
import { isLexicalSlot, lexicon } from './lexicon';
import { inventCode, inventInscription, inventName, inventNumber, inventPlace } from './names';
import { inventVerse } from './singSong';
import { endings, events, meetings, openings, refrains } from './templates';

/** The words that stay the same all through a story, by the templates' slots. */
type Cast = Readonly<Record<string, string>>;

/** A small English story of one paragraph. Its people, places and verses are its own, and it repeats them. */
export function tellStory(random: () => number): string {
  const cast = castOf(random);
  const sentences = [drawOne(openings, random), drawOne(meetings, random)];
  const length = drawBetween(5, 12, random);
  for (let i = 0; i < length; i++) sentences.push(drawOne(random() < 0.45 ? refrains : events, random));
  sentences.push(drawOne(endings, random));
  return sentences.map(sentence => fill(sentence, cast, random)).join(' ');
}

function castOf(random: () => number): Cast {
  const beings = [...lexicon.person, ...lexicon.animal];
  const verse = inventVerse(drawBetween(4, 12, random), random);
  return {
    HERO: inventName(random),
    FRIEND: inventName(random),
    KIND: drawOne(beings, random),
    OTHER: drawOne(beings, random),
    TOWN: inventPlace(random),
    FAR: inventPlace(random),
    THING: drawOne(lexicon.thing, random),
    VERSE: verse,
    CHANT: Array.from({ length: drawBetween(2, 4, random) }, () => verse).join(' '),
    SIGN: inventInscription(random),
    NUMBER: inventNumber(random),
    CODE: inventCode(random),
  };
}

function fill(template: string, cast: Cast, random: () => number): string {
  const filled = template.replace(/\{(\w+)\}/g, (whole, slot: string) => {
    if (slot === 'a') return whole;
    const own = cast[slot];
    if (own !== undefined) return own;
    if (!isLexicalSlot(slot)) throw new Error(`stories have no slot ${whole}`);
    return drawOne(lexicon[slot], random);
  });
  const worded = filled.replace(/\{a\} (?=(.))/g, (_, next: string) => (/[aeiou]/i.test(next) ? 'an ' : 'a '));
  return worded.charAt(0).toUpperCase() + worded.slice(1);
}
