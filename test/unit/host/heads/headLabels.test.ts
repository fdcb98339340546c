import { expect, it } from 'vitest';
import type { Memento } from 'vscode';
import { HeadLabels } from '../../../../src/host/heads/headLabels';

/** What VS Code would write to its database. */
function memory(): Memento & { readonly stored: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    stored,
    keys: () => [...stored.keys()],
    get<Value>(key: string, otherwise?: Value): Value | undefined {
      const text = stored.get(key);
      return text === undefined ? otherwise : (JSON.parse(text) as Value);
    },
    update(key: string, value: unknown) {
      stored.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

const head = (layer: number, index: number) => ({ layer, head: index });

it('HeadLabels keeps labels by checkpoint, ordered by layer and head, and removes an empty one', async () => {
  const kept = memory();
  const labels = new HeadLabels(kept);
  let changes = 0;
  labels.onDidChange(() => changes++);
  await labels.set('a', head(10, 0), 'late');
  await labels.set('a', head(2, 1), '  early ');
  await labels.set('b', head(2, 1), 'another model');
  expect(labels.of('a')).toEqual([
    { head: head(2, 1), label: 'early' },
    { head: head(10, 0), label: 'late' },
  ]);
  await labels.set('a', head(2, 1), ' ');
  expect(labels.of('a').map(({ label }) => label)).toEqual(['late']);
  expect(new HeadLabels(kept).of('b')).toEqual([{ head: head(2, 1), label: 'another model' }]);
  expect(labels.of('c')).toEqual([]);
  expect(changes).toBe(4);
});

it('HeadLabels ignores stored names that are no heads', () => {
  const kept = memory();
  kept.stored.set('heads.labels', JSON.stringify({ a: { nonsense: 'x', L1H1: 'y' } }));
  expect(new HeadLabels(kept).of('a')).toEqual([{ head: head(1, 1), label: 'y' }]);
});
