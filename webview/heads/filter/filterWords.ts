import { headTypes } from '../../../src/shared/headTypes';
import { isRecipeName } from '../../../src/shared/recipes/registry';

/** One condition of a filter, as it was typed, and what it says without quotes. */
export interface FilterWord {
  readonly typed: string;
  readonly text: string;
  /** In quotes as a whole: it can only be of a label. */
  readonly isQuoted: boolean;
}

/** Words, separated by spaces, which quotes keep together; and so does what can only be meant together. */
export function filterWords(text: string): FilterWord[] {
  const words: FilterWord[] = [];
  for (const [typed] of text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const word = { typed, text: typed.replaceAll('"', ''), isQuoted: typed.startsWith('"') };
    const before = words.at(-1);
    const joined = before && together(before, word);
    if (joined) words.splice(-1, 1, joined);
    else words.push(word);
  }
  return words;
}

/** "> 0.4", "induction > 0.4", "type:previous token": null for two words that are two conditions. */
function together(before: FilterWord, word: FilterWord): FilterWord | null {
  if (before.isQuoted || word.isQuoted) return null;
  const typed = `${before.typed} ${word.typed}`;
  const isNumberOfSign = /[<>]=?$/.test(before.text) && /^[-−+.\d]/.test(word.text);
  const isSignOfPairValue = isRecipeName(measureKey(before.text)) && /^[<>]/.test(word.text);
  if (isNumberOfSign || isSignOfPairValue) return { typed, text: before.text + word.text, isQuoted: false };
  return continuesType(before.text, word.text) ? { typed, text: `${before.text} ${word.text}`, isQuoted: false } : null;
}

/** A measure as a person may write it. */
export function measureKey(text: string): string {
  return text.toLowerCase().replaceAll('-', '_');
}

/** Whether the last type of "type:induction,previous" goes on, be it half typed, in "tok". */
function continuesType(before: string, word: string): boolean {
  const [, first] = /^type:(?:.*,)?([^,\s]+)$/i.exec(before) ?? [];
  const [second = ''] = word.split(',');
  if (first === undefined || second === '') return false;
  return headTypes.some(type => type.startsWith(`${first} ${second}`.toLowerCase()));
}
