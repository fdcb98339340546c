import { headTypes } from '../../../src/shared/headTypes';
import { isRecipeName } from '../../../src/shared/recipes/registry';

/** One condition of a filter: as the user typed it, and without quotes. */
export interface FilterWord {
  readonly typed: string;
  readonly text: string;
  /** Whether the whole word is in quotes, so that it can only be a label. */
  readonly isQuoted: boolean;
}

/** Splits a filter at spaces, but not inside of quotes, and not where the words make sense only together. */
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

/** Joins two words of one condition: "> 0.4", "induction > 0.4", "type:previous token". Null if they are two conditions. */
function together(before: FilterWord, word: FilterWord): FilterWord | null {
  if (before.isQuoted || word.isQuoted) return null;
  const typed = `${before.typed} ${word.typed}`;
  const isNumberOfSign = /[<>]=?$/.test(before.text) && /^[-−+.\d]/.test(word.text);
  const isSignOfPairValue = isRecipeName(recipeKey(before.text)) && /^[<>]/.test(word.text);
  if (isNumberOfSign || isSignOfPairValue) return { typed, text: before.text + word.text, isQuoted: false };
  return continuesType(before.text, word.text) ? { typed, text: `${before.text} ${word.text}`, isQuoted: false } : null;
}

/** The recipe name for what the user wrote: "Induction-Logit" is induction_logit. */
export function recipeKey(text: string): string {
  return text.toLowerCase().replaceAll('-', '_');
}

/** Whether a word continues the last type of the one before: "tok" continues "type:induction,previous". */
function continuesType(before: string, word: string): boolean {
  const [, first] = /^type:(?:.*,)?([^,\s]+)$/i.exec(before) ?? [];
  const [second = ''] = word.split(',');
  if (first === undefined || second === '') return false;
  return headTypes.some(type => type.startsWith(`${first} ${second}`.toLowerCase()));
}
