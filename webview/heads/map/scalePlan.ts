import * as l10n from '@vscode/l10n';
import type { TypeThresholds } from '../../../src/shared/headTypes';
import type { RecipeName } from '../../../src/shared/recipes/registry';
import { fixed, signed } from '../../../src/shared/numberText';
import { isSigned, rangeOf } from '../recipeText';
import { hueOf, strength, type Hue } from './mapCell';

/** The legend of the heat map: its colours from the low to the high end, and marks at chance, thresholds and the ends. */
export interface ScalePlan {
  readonly steps: readonly { readonly alpha: number; readonly hue: Hue }[];
  readonly ticks: readonly ScaleTick[];
}

export interface ScaleTick {
  /** 0 at the low end, 1 at the high end. */
  readonly at: number;
  readonly text: string;
  readonly align: 'left' | 'center' | 'right';
}

const steps = 48;

export interface ScaleParts {
  readonly recipe: RecipeName;
  readonly isChange: boolean;
  readonly chance: number | null;
  readonly thresholds: TypeThresholds;
}

export function scalePlan({ recipe, isChange, chance, thresholds }: ScaleParts): ScalePlan {
  const [low, high] = rangeOf(recipe, isChange);
  const at = (value: number): number => (value - low) / (high - low);
  const colours = Array.from({ length: steps }, (_, step) => {
    const value = low + ((high - low) * (step + 0.5)) / steps;
    return { alpha: strength(recipe, isChange, value), hue: hueOf(recipe, isChange, value) };
  });
  const withUnit = (text: string): string => (recipe === 'entropy' ? l10n.t('{0} nats', text) : text);
  const ends: ScaleTick[] =
    isChange || isSigned(recipe)
      ? [
          { at: 0, text: signed(low, 0), align: 'left' },
          { at: 0.5, text: isChange ? l10n.t('no change') : '0', align: 'center' },
          { at: 1, text: withUnit(signed(high, 0)), align: 'right' },
        ]
      : [{ at: 1, text: withUnit(fixed(high, 0)), align: 'right' }];
  if (isChange || isSigned(recipe)) return { steps: colours, ticks: ends };
  const threshold = thresholdOf(recipe, thresholds);
  const marks: ScaleTick[] = [
    chance === null
      ? { at: 0, text: fixed(low, 0), align: 'left' }
      : { at: at(chance), text: l10n.t('chance {0}', short(chance)), align: 'left' },
    ...(threshold === null
      ? []
      : [{ at: at(threshold), text: l10n.t('type from {0}', short(threshold)), align: 'left' as const }]),
  ];
  return { steps: colours, ticks: [...marks, ...ends] };
}

/** Where a step of the colours begins and ends: at whole pixels, since half ones would show as lines. */
export function scaleStep(index: number, count: number, width: number): readonly [from: number, to: number] {
  return [Math.round((index * width) / count), Math.round(((index + 1) * width) / count)];
}

/** Where the texts of marks begin, so that none covers another. `widthOf` measures a text in pixels. */
export function tickTexts(
  ticks: readonly ScaleTick[],
  width: number,
  widthOf: (text: string) => number,
): { readonly text: string; readonly x: number }[] {
  let end = 0;
  return ticks.map(({ at, text, align }) => {
    const wide = widthOf(text);
    const from = { left: at * width, center: at * width - wide / 2, right: at * width - wide }[align];
    const x = Math.max(end, from);
    end = x + wide + 6;
    return { text, x };
  });
}

/** The score from which on a head has the recipe's type; null for recipes that decide no type. */
export function thresholdOf(recipe: RecipeName, thresholds: TypeThresholds): number | null {
  switch (recipe) {
    case 'prefix_matching':
      return thresholds.prefixMatching;
    case 'previous_token':
      return thresholds.previousToken;
    case 'duplicate_token':
      return thresholds.duplicateToken;
    default:
      return null;
  }
}

/** ".03", "−.85" */
function short(value: number): string {
  return fixed(value, 2)
    .replace(/^(−?)0\./, '$1.')
    .replace(/(\.\d)0$/, '$1');
}
