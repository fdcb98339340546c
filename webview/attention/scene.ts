import * as l10n from '@vscode/l10n';
import type { Direction } from '../../src/shared/attentionRow';
import { signed } from '../../src/shared/numberText';
import type { AttentionViewPass, AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import type { Tile } from '../../src/shared/tile';
import type { Theme } from '../base/theme';
import type { AttentionData } from './attentionData';
import { fullScale, inkOf, shownPairValue, shortValue, tint, type Colouring } from './colouring';
import type { PatternContent } from './pattern/patternDrawing';
import type { Cell } from './pattern/patternPlan';
import { largest, shownHeads, shownRow, type ShownHeads } from './shownHeads';
import type { TokenPaint } from './text/tokenMarks';

/** What the user chose in the attention view itself. */
export interface AttentionViewChoice {
  readonly colouring: Colouring;
  /** The locked tokens; while there are none, the hovered one is shown. */
  readonly locked: readonly number[];
  readonly hovered: number | null;
}

/** Everything that the view shows of a pass: computed from what has arrived and from what the user chose. */
export interface Scene {
  readonly pass: AttentionViewPass;
  readonly shown: ShownHeads;
  /** The selected tokens, and the first of them. */
  readonly tokens: readonly number[];
  readonly token: number | null;
  /** The sum of the selected tokens' rows or columns, one value a token; null until it has arrived. */
  readonly values: Float32Array | null;
  readonly paint: TokenPaint | null;
  /** The whole pattern: of the one head, of the first of a few, or of many reduced to one. */
  readonly pattern: PatternContent | null;
  /** The tokens with the strongest values at the selected one, and the pair [query, key] of the first of them. */
  readonly strongest: readonly number[];
  readonly strongestPair: Cell | null;
}

/** Smaller values are not written above their tokens: a share of the strongest colour; for logits and nats, absolute. */
const minWritten = { share: 0.1, logits: 0.15, nats: 1 };
const maxWritten = 4;
/** Shorter bars of several heads are not drawn, as a share of the longest; for logits, those below `minWritten`. */
const minBar = 0.05;

export function scene(
  state: AttentionViewState,
  data: AttentionData,
  { colouring, locked, hovered }: AttentionViewChoice,
  theme: Theme,
): Scene | null {
  const { pass, view, text } = state;
  if (!pass) return null;
  const pairValue = shownPairValue(colouring);
  const shown = shownHeads(data, pass, view.heads, view.reduce, pairValue);
  const holds = text?.staleToken ?? pass.ids.length;
  const wanted = locked.length > 0 ? locked : hovered === null ? [] : [hovered];
  const tokens = wanted.filter(token => token < holds);
  const [token = null] = tokens;
  const hideStart = view.hideStart && pass.hasStartToken;
  const row = (tile: Tile): Float32Array => shownRow(tile, tokens, view.direction, pairValue, hideStart).values;
  const values = shown.tile && token !== null ? row(shown.tile) : null;
  const minValue = pairValue === 'logitAttribution' ? minWritten.logits : minWritten.share * shown.full;
  const others = values
    ? largest(values, maxWritten + 1, minValue)
        .filter(other => other !== token || pairValue === 'logitAttribution')
        .slice(0, maxWritten)
    : [];
  const [first] = others;
  return {
    pass,
    shown,
    tokens,
    token,
    values,
    paint: paintOf(state, pass, shown, { colouring, tokens, values, others, row }, theme),
    pattern: patternOf(shown, { pairValue, hideStart, staleToken: holds, labels: pass.labels }),
    strongest: others,
    strongestPair:
      token === null || first === undefined ? null : view.direction === 'from' ? [token, first] : [first, token],
  };
}

function patternOf(
  { each, tile, full }: ShownHeads,
  rest: Omit<PatternContent, 'tile' | 'full'>,
): PatternContent | null {
  const [first] = each ?? [];
  if (first) return { ...rest, tile: first, full: fullScale(rest.pairValue, first.scale) };
  return tile && { ...rest, tile, full };
}

function directionName(direction: Direction): string {
  return direction === 'from' ? l10n.t('from') : l10n.t('to');
}

interface PaintParts {
  readonly colouring: Colouring;
  readonly tokens: readonly number[];
  readonly values: Float32Array | null;
  readonly others: readonly number[];
  readonly row: (tile: Tile) => Float32Array;
}

function paintOf(
  { ablated, view }: AttentionViewState,
  pass: AttentionViewPass,
  shown: ShownHeads,
  { colouring, tokens: queries, values, others, row }: PaintParts,
  theme: Theme,
): TokenPaint | null {
  if (colouring === 'loss') {
    const colours = Array.from(pass.loss, loss => tint(theme, 'loss', loss, 1));
    return { kind: 'tint', queries, queryName: '', colours, values: [] };
  }
  if (colouring === 'delta') {
    if (!ablated) return null;
    const { worsening, before, after } = ablated;
    const colours = Array.from(worsening, value => tint(theme, 'delta', value, 1));
    const written = largest(
      worsening.map(value => (Number.isNaN(value) ? 0 : value)),
      worsening.length,
      minWritten.nats,
    );
    const value = (token: number): string => signed((after[token] ?? NaN) - (before[token] ?? NaN), 1);
    return {
      kind: 'tint',
      queries,
      queryName: '',
      colours,
      values: written.map(token => ({ token, text: value(token), ink: inkOf(theme, 'delta', worsening[token] ?? 0) })),
    };
  }
  if (queries.length === 0) return null;
  if (shown.each) {
    const { eachFull, pairValue } = shown;
    const shares = shown.each.map(tile => row(tile).map(value => value / eachFull));
    const minShare = pairValue === 'logitAttribution' ? minWritten.logits / eachFull : minBar;
    return { kind: 'several', queries, queryName: directionName(view.direction), shares, minShare };
  }
  return {
    kind: 'tint',
    queries,
    queryName: directionName(view.direction),
    colours: values ? Array.from(values, value => tint(theme, colouring, value, shown.full)) : [],
    values: others.map(token => {
      const value = values?.[token] ?? 0;
      return { token, text: shortValue(colouring, value), ink: inkOf(theme, colouring, value) };
    }),
  };
}
