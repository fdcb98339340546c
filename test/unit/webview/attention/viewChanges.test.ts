import { expect, it } from 'vitest';
import type { SharedView } from '../../../../src/shared/contracts/attentionViewContract';
import { ViewChanges } from '../../../../webview/attention/viewChanges';

function view(head: number): SharedView {
  return { heads: [{ layer: 0, head }], reduce: 'mean', direction: 'from', hideStart: false };
}

it('ViewChanges holds the host’s state after an earlier change back until the host confirms the last change', async () => {
  const settled: SharedView[] = [];
  const changes = new ViewChanges(one => settled.push(one));
  expect(changes.accepts(view(0))).toBe(true);
  const confirm: (() => void)[] = [];
  const host = (): Promise<void> => new Promise(resolve => confirm.push(resolve));
  const sent = [changes.send(host), changes.send(host)];
  expect(changes.accepts(view(1))).toBe(false);
  confirm[0]!();
  await sent[0];
  expect(settled).toEqual([]);
  expect(changes.accepts(view(2))).toBe(false);
  confirm[1]!();
  await sent[1];
  expect(settled).toEqual([view(2)]);
  expect(changes.accepts(view(3))).toBe(true);
});

it('ViewChanges rejects with the failure of a change, and continues', async () => {
  const settled: SharedView[] = [];
  const changes = new ViewChanges(one => settled.push(one));
  const failed = changes.send(() => Promise.reject(new Error('no')));
  changes.accepts(view(1));
  await expect(failed).rejects.toThrow('no');
  expect(settled).toEqual([view(1)]);
  expect(changes.accepts(view(2))).toBe(true);
});
