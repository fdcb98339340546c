import type { AttentionViewHost, AttentionViewState } from '../../../../src/shared/contracts/attentionViewContract';
import type { AttentionSummary } from '../../../../src/shared/contracts/engineContract';
import type { Client } from '../../../../src/shared/rpc/rpc';
import { packTile } from '../../../../src/shared/tile';
import type { Theme } from '../../../../webview/base/theme';

/** Four tokens, the first a start token. The third attends 0.5 to the first, 0.4 to the second and 0.1 to itself. */
const attention = Float32Array.of(1, 0, 0, 0, 0.7, 0.3, 0, 0, 0.5, 0.4, 0.1, 0, 0.25, 0.25, 0.25, 0.25);
const summary: AttentionSummary = { weights: packTile(attention, 4), strongest: null };
const attribution: AttentionSummary = {
  weights: packTile(
    attention.map((v, i) => (i % 2 ? -v : v)),
    4,
  ),
  strongest: null,
};

/** Each colour is the name of its ramp and its step. */
export const theme = {
  kind: 'dark',
  attention: Array.from({ length: 16 }, (_, i) => `a${i + 1}`),
  loss: Array.from({ length: 16 }, (_, i) => `l${i + 1}`),
  gain: Array.from({ length: 16 }, (_, i) => `g${i + 1}`),
  attentionInk: 'ink',
  lossInk: 'worse',
  gainInk: 'better',
} as unknown as Theme;

/** Gives the same answer for every head, except for the tiles of several heads. */
export const host = {
  attention: ({ pairValue }: { pairValue: string }) =>
    Promise.resolve(pairValue === 'logitAttribution' ? attribution : summary),
  // The second head has twice the values of the first, and the third three times.
  tiles: ({ heads, pairValue }: { heads: readonly unknown[]; pairValue: string }) =>
    Promise.resolve(
      heads.map((_, index) => {
        const { positions, values, scale } = (pairValue === 'logitAttribution' ? attribution : summary).weights;
        return pairValue === 'attention' ? summary.weights : { positions, values, scale: scale * (index + 1) };
      }),
    ),
} as unknown as Client<AttentionViewHost>;

export function attentionState(view: Partial<AttentionViewState['view']> = {}, staleToken = 4): AttentionViewState {
  return {
    documentUri: '',
    documentName: 'a.txt',
    checkpoint: 'tiny',
    isRunning: false,
    pass: {
      ...{
        id: 1,
        checkpoint: 'tiny',
        nLayers: 2,
        nHeads: 2,
        ids: Int32Array.of(0, 1, 2, 3),
        hasStartToken: true,
        isImported: false,
        isWhole: true,
      },
      labels: ['<s>', 'a', 'b', 'c'],
      loss: Float32Array.of(NaN, 1, 2, 9),
      predictions: { kept: 1, ids: Int32Array.of(1, 2, 3, 0), logProbs: new Float32Array(4), labels: null },
      textHash: 'f00d',
    },
    text: {
      text: 'abc',
      starts: Int32Array.of(-1, 0, 1, 2),
      ends: Int32Array.of(-1, 1, 2, 3),
      staleFrom: null,
      staleToken,
    },
    view: { heads: [{ layer: 1, head: 0 }], reduce: 'mean', direction: 'from', hideStart: false, ...view },
    cursor: [],
    ablated: null,
    heads: { types: null, prefixMatching: null, labels: [] },
  };
}
