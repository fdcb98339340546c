import { recipes, type RecipeName } from '../../src/shared/recipes/registry';
import { fixed, signed } from '../../src/shared/numberText';

/** As the panel lists them: what tells induction heads first. */
export const measures: readonly RecipeName[] = [
  'prefix_matching',
  'induction',
  'induction_logit',
  'previous_token',
  'duplicate_token',
  'start_token',
  'copying_ov',
  'copying_destination',
  'entropy',
];

interface Words {
  readonly name: string;
  /** Where a column is narrow. */
  readonly short: string;
  /** What it measures, in one line. */
  readonly meaning: string;
}

const words: Readonly<Record<RecipeName, Words>> = {
  prefix_matching: {
    name: 'Prefix matching',
    short: 'Prefix match',
    meaning: 'attention to what followed the earlier copies of a token',
  },
  induction: {
    name: 'Induction',
    short: 'Induction',
    meaning: 'attention to what followed the copy before, in rows of two copies',
  },
  induction_logit: {
    name: 'Induction logit',
    short: 'Ind. logit',
    meaning: 'by how much the head itself raises the logit of the token that comes next',
  },
  previous_token: { name: 'Previous token', short: 'Previous', meaning: 'attention to the token before' },
  duplicate_token: {
    name: 'Duplicate token',
    short: 'Duplicate',
    meaning: 'attention to earlier copies of the same token',
  },
  start_token: { name: 'Start token', short: 'Start', meaning: 'attention to the first position, where heads rest' },
  copying_ov: {
    name: 'Copying (OV)',
    short: 'Copy OV',
    meaning: 'whether the value read at a token raises that same token: 1 is all of it, chance about −0.85',
  },
  copying_destination: {
    name: 'Copying (destination)',
    short: 'Copy dest.',
    meaning: 'whether what the head writes raises the tokens that it attends to',
  },
  entropy: { name: 'Entropy', short: 'Entropy', meaning: 'how widely attention is spread, in nats' },
};

export function measureName(recipe: RecipeName): string {
  return words[recipe].name;
}

export function shortMeasureName(recipe: RecipeName): string {
  return words[recipe].short;
}

export function measureMeaning(recipe: RecipeName): string {
  return words[recipe].meaning;
}

/** Whether its values lie on both sides of a zero that means "nothing". */
export function isSigned(recipe: RecipeName): boolean {
  return recipe === 'induction_logit';
}

/** The range that colours and bars span; a change's goes as far either way. */
export function rangeOf(recipe: RecipeName, isChange: boolean): readonly [number, number] {
  const [low, high] = recipes[recipe].range;
  const most = Math.max(Math.abs(low), Math.abs(high));
  return isChange ? [-most, most] : [low, high];
}

/** Three decimals, fewer where there is more before the point, so that a column keeps its width. */
export function valueText(value: number, isSigned: boolean): string {
  const size = Math.abs(value);
  const digits = size < 10 ? 3 : size < 100 ? 2 : 1;
  return isSigned ? signed(value, digits) : fixed(value, digits);
}

/** For programs: a plain minus, and what a float holds for certain. */
export function plainNumber(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
}
