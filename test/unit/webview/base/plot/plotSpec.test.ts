import { expect, it } from 'vitest';
import { panelTitle } from '../../../../../webview/base/plot/plotSpec';

it('panelTitle names the unit of a panel after its title', () => {
  const titles = { title: 'held-out loss', narrowTitle: 'loss' };
  expect(panelTitle({ ...titles, unit: 'nats' }, false)).toBe('held-out loss, nats');
  expect(panelTitle({ ...titles, unit: 'nats' }, true)).toBe('loss, nats');
  expect(panelTitle({ ...titles, unit: null }, false)).toBe('held-out loss');
});
