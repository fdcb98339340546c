import { expect, it } from 'vitest';
import type { SharedView } from '../../../../src/shared/contracts/attentionViewContract';
import { ViewChanges } from '../../../../webview/attention/viewChanges';

function view(head: number): SharedView {
  return { heads: [{ layer: 0, head }], reduce: 'mean', direction: 'from', hideStart: false };
}

it('holds back what the host says of an earlier change until the last is confirmed', async () => {
  const settled: SharedView[] = [];
  const changes = new ViewChanges(one => settled.push(one));
  expect(changes.accepts(view(0))).toBe(true);
  const confirm: (() => void)[] = [];
  const host = (): Promise<void> => new Promise(resolve => confirm.push(resolve));
  const told = [changes.tell(host), changes.tell(host)];
  expect(changes.accepts(view(1))).toBe(false);
  confirm[0]!();
  await told[0];
  expect(settled).toEqual([]);
  expect(changes.accepts(view(2))).toBe(false);
  confirm[1]!();
  await told[1];
  expect(settled).toEqual([view(2)]);
  expect(changes.accepts(view(3))).toBe(true);
});

it('goes on after a change that failed', async () => {
  const settled: SharedView[] = [];
  const changes = new ViewChanges(one => settled.push(one));
  const failed = changes.tell(() => Promise.reject(new Error('no')));
  changes.accepts(view(1));
  await failed;
  expect(settled).toEqual([view(1)]);
  expect(changes.accepts(view(2))).toBe(true);
});
