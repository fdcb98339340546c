import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/shared/errors';
import type { TensorEntry, TensorHistogram } from '../../../../src/shared/weightsFile';
import { WeightsViewState } from '../../../../webview/weights/weightsViewState';

const tensors: readonly TensorEntry[] = [
  { name: 'h.0.attn.weight', dtype: 'F32', shape: [4, 12], bytes: 192 },
  { name: 'h.0.mlp.weight', dtype: 'BF16', shape: [4, 16], bytes: 128 },
];
const file = { format: 'safetensors', bytes: 400, metadata: [], tensors };
const histogram: TensorHistogram = {
  ...{ counts: new Int32Array(64), min: -1, max: 1, mean: 0, deviation: 0.5, zeros: 0, notFinite: 0 },
};

/** A view of the file, and the answers that the host still owes. */
function opened() {
  const owed: { tensor: string; resolve: (value: TensorHistogram) => void; reject: (error: unknown) => void }[] = [];
  const host = {
    histogram: ({ tensor }: { readonly tensor: string }) =>
      new Promise<TensorHistogram>((resolve, reject) => owed.push({ tensor, resolve, reject })),
  };
  const stored: Record<string, unknown> = {};
  const view = new WeightsViewState({
    host,
    kept: () => stored,
    keep: changes => Object.assign(stored, changes),
    requestUpdate: () => undefined,
  });
  view.receive({ name: 'model.safetensors', file });
  return { view, owed, stored };
}

describe('the histogram', () => {
  it('is asked for when the user opens a tensor, once', async () => {
    const { view, owed } = opened();
    view.open(tensors[0]!);
    view.open(tensors[0]!);
    expect(owed.map(({ tensor }) => tensor)).toEqual(['h.0.attn.weight']);
    expect(view.histogram.kind).toBe('reading');
    owed[0]!.resolve(histogram);
    await Promise.resolve();
    expect(view.histogram).toEqual({ kind: 'known', histogram });
  });

  it('is not asked for when the user only moves to a tensor', () => {
    const { view, owed } = opened();
    view.moveTo(tensors[1]!);
    expect(view.current?.name).toBe('h.0.mlp.weight');
    expect([owed.length, view.histogram.kind]).toEqual([0, 'none']);
  });

  it('of a tensor that the user has left is not shown', async () => {
    const { view, owed } = opened();
    view.open(tensors[0]!);
    view.open(tensors[1]!);
    owed[0]!.resolve(histogram);
    await Promise.resolve();
    expect(view.histogram.kind).toBe('reading');
  });

  it('says why it cannot be read', async () => {
    const { view, owed } = opened();
    view.open(tensors[0]!);
    owed[0]!.reject(new AppError('bad-checkpoint', 'model.safetensors: is gone'));
    await new Promise(resolve => setTimeout(resolve));
    expect(view.histogram).toEqual({ kind: 'failed', message: 'model.safetensors: is gone' });
  });

  it('is forgotten when the file changes', () => {
    const { view } = opened();
    view.open(tensors[0]!);
    view.receive({ file: { ...file, bytes: 401 } });
    expect(view.histogram.kind).toBe('none');
  });
});
