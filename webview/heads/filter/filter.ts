import * as l10n from '@vscode/l10n';
import { parseHead, type HeadGrid, type HeadRef } from '../../../src/shared/heads';
import { headTypes, type HeadType } from '../../../src/shared/headTypes';
import { isRecipeName, type RecipeName } from '../../../src/shared/recipes/registry';
import { filterWords, recipeKey } from './filterWords';
import type { HeadRow } from '../headTable';

/** The conditions that the user typed to narrow the ranking. All of them have to hold. */
export interface Filter {
  readonly terms: readonly Term[];
  /** What is wrong with the first word that cannot be read; null if all can. Such words leave no head out. */
  readonly problem: string | null;
}

export type Term =
  | { readonly kind: 'types'; readonly types: readonly (HeadType | null)[] }
  | { readonly kind: 'layers'; readonly from: number; readonly to: number }
  | { readonly kind: 'column'; readonly head: number }
  | { readonly kind: 'head'; readonly head: HeadRef }
  /** If `recipe` is null, the column that the ranking is sorted by is compared. */
  | {
      readonly kind: 'compare';
      readonly recipe: RecipeName | null;
      readonly sign: Comparison;
      readonly than: number;
    }
  | { readonly kind: 'label'; readonly text: string };

type Comparison = '>' | '<' | '>=' | '<=';

export const filterExamples = 'type:induction  L17  >0.4';

export function parseFilter(text: string, grid: HeadGrid): Filter {
  const terms: Term[] = [];
  let problem: string | null = null;
  for (const { text: word, isQuoted } of filterWords(text)) {
    const read: Term | string = isQuoted ? { kind: 'label', text: word.toLowerCase() } : readWord(word, grid);
    if (typeof read === 'string') problem ??= read;
    else terms.push(read);
  }
  return { terms, problem };
}

/** `value` gives a head's score in a recipe, or, for null, in the column that the ranking is sorted by. */
export function matches(
  row: HeadRow,
  { terms }: Filter,
  value: (row: HeadRow, recipe: RecipeName | null) => number,
): boolean {
  return terms.every(term => {
    switch (term.kind) {
      case 'types':
        return term.types.includes(row.type);
      case 'layers':
        return row.head.layer >= term.from && row.head.layer <= term.to;
      case 'column':
        return row.head.head === term.head;
      case 'head':
        return row.head.layer === term.head.layer && row.head.head === term.head.head;
      case 'compare':
        return holds(value(row, term.recipe), term.sign, term.than);
      case 'label':
        return row.label?.toLowerCase().includes(term.text) ?? false;
    }
  });
}

/** Adds a type to the filter, or takes it out if it is the filter's only type. */
export function toggleType(text: string, type: HeadType): string {
  const others = filterWords(text).flatMap(({ text: word, typed }) => (typesIn(word) === null ? [typed] : []));
  return hasType(text, type) ? others.join(' ') : [`type:${type.replace(' ', '-')}`, ...others].join(' ');
}

export function hasType(text: string, type: HeadType): boolean {
  return filterWords(text).some(({ text: word }) => {
    const read = readTypes(typesIn(word) ?? '');
    return typeof read !== 'string' && read.kind === 'types' && read.types.length === 1 && read.types[0] === type;
  });
}

/** What follows "type:"; null for any other word. */
function typesIn(word: string): string | null {
  return /^type:(.*)$/i.exec(word)?.[1] ?? null;
}

/** The term that a word stands for, or what is wrong with the word. */
function readWord(word: string, grid: HeadGrid): Term | string {
  const kinds = typesIn(word);
  if (kinds !== null) return readTypes(kinds);
  const [, name, sign, number] = /^([^<>=]*)(>=|<=|[<>=])(.*)$/.exec(word) ?? [];
  if (name !== undefined && sign !== undefined && number !== undefined) return readComparison(name, sign, number);
  const [, first, last] = /^L(\d+)(?:-L?(\d+))?$/i.exec(word) ?? [];
  if (first !== undefined) return readLayers(Number(first), Number(last ?? first), grid);
  const [, column] = /^H(\d+)$/i.exec(word) ?? [];
  if (column !== undefined) {
    const head = Number(column);
    return head < grid.nHeads ? { kind: 'column', head } : l10n.t('Each layer has heads H0 to H{0}.', grid.nHeads - 1);
  }
  const head = parseHead(word);
  if (!head) return { kind: 'label', text: word.toLowerCase() };
  const isThere = head.layer < grid.nLayers && head.head < grid.nHeads;
  return isThere
    ? { kind: 'head', head }
    : l10n.t('The model has no {0}: its heads are L0H0 to {1}.', word, lastHead(grid));
}

function readTypes(text: string): Term | string {
  const types: (HeadType | null)[] = [];
  for (const word of text.split(',')) {
    const wanted = word.toLowerCase().replaceAll(/[-_]/g, ' ').trim();
    const found = wanted === '' ? undefined : headTypes.find(type => type.replaceAll('-', ' ').startsWith(wanted));
    if (found) types.push(found);
    else if (wanted === 'none') types.push(null);
    else return l10n.t('Types are {0} and none.', headTypes.join(', '));
  }
  return { kind: 'types', types };
}

function readComparison(name: string, sign: string, number: string): Term | string {
  const than = Number(number.replace('−', '-'));
  const recipe = recipeKey(name);
  if (recipe !== '' && !isRecipeName(recipe)) return l10n.t('There is no score “{0}”.', name);
  if (!isComparison(sign)) return l10n.t('Write {0}> or {0}< and a number.', name);
  if (number === '' || !Number.isFinite(than)) return l10n.t('Write a number after “{0}”.', `${name}${sign}`);
  return { kind: 'compare', recipe: isRecipeName(recipe) ? recipe : null, sign, than };
}

function readLayers(from: number, to: number, { nLayers: layers }: HeadGrid): Term | string {
  if (from > to || to >= layers) return l10n.t('The model has layers L0 to L{0}.', layers - 1);
  return { kind: 'layers', from, to };
}

function lastHead({ nLayers: layers, nHeads: heads }: HeadGrid): string {
  return `L${layers - 1}H${heads - 1}`;
}

function isComparison(sign: string): sign is Comparison {
  return sign === '>' || sign === '<' || sign === '>=' || sign === '<=';
}

/** NaN is neither more nor less. Scores are 32-bit floats, so a written 0.9 is compared as the nearest such float. */
function holds(value: number, sign: Comparison, written: number): boolean {
  const than = Math.fround(written);
  switch (sign) {
    case '>':
      return value > than;
    case '<':
      return value < than;
    case '>=':
      return value >= than;
    case '<=':
      return value <= than;
  }
}
