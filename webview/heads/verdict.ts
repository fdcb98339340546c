import * as l10n from '@vscode/l10n';
import type { HeadsState } from '../../src/shared/contracts/headsViewContract';
import { fixed } from '../../src/shared/numberText';
import type { HeadType } from '../../src/shared/headTypes';
import { readingOf, type HeadTable } from './headTable';
import { valueText } from './recipeText';

/** That a model has no induction head, and how far its best head is from one. */
export interface NoInduction {
  /** "L0H4 0.076 ± 0.012" */
  readonly best: string;
  readonly chance: string | null;
  /** Why the best head is no induction head. */
  readonly reason: string;
  /** A type that some heads have, to look at instead. */
  readonly otherType: HeadType | null;
}

/** Null if the model has induction heads, and until all is scored. */
export function noInduction({ clean, thresholds }: HeadsState, table: HeadTable): NoInduction | null {
  if (clean.phase.kind !== 'done' || !table.hasTypes || !table.clean.has('prefix_matching')) return null;
  if (table.rows.some(({ type }) => type === 'induction')) return null;
  const whole: HeadTable = { ...table, ablated: null };
  const value = (index: number): number => readingOf(whole, 'prefix_matching', index).value;
  const [first] = table.rows;
  if (!first) return null;
  const best = table.rows.reduce((one, other) => (value(other.index) > value(one.index) ? other : one), first);
  const { value: highest, error, chance } = readingOf(whole, 'prefix_matching', best.index);
  const logit = readingOf(whole, 'induction_logit', best.index);
  const from = fixed(thresholds.prefixMatching, 2);
  return {
    best: `${best.name} ${fixed(highest, 3)} ± ${fixed(error, 3)}`,
    chance: chance === null ? null : fixed(chance, 3),
    reason:
      highest < thresholds.prefixMatching
        ? l10n.t('An induction head starts at {0}.', from)
        : l10n.t(
            'That is {0} or more, but it does not raise the token that comes next: its induction logit is {1} ± {2}.',
            from,
            valueText(logit.value, true),
            fixed(logit.error, 3),
          ),
    otherType: table.rows.find(({ type }) => type !== null)?.type ?? null,
  };
}
