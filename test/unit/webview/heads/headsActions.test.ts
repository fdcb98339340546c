import { beforeEach, expect, it } from 'vitest';
import type { HeadsHost } from '../../../../src/shared/contracts/headsViewContract';
import type { Client } from '../../../../src/shared/rpc/rpc';
import { headsActions, type HeadsActions } from '../../../../webview/heads/headsActions';
import { headsKeyRows } from '../../../../webview/heads/headsKeys';
import { HeadsViewState } from '../../../../webview/heads/headsViewState';
import { keyAction } from '../../../../webview/base/keys';
import { headsState } from '../../../support/headsState';

let calls: string[];
let view: HeadsViewState;
let actions: HeadsActions;

/** Records each call: "showHeads {heads: …}". */
const host = new Proxy({} as Client<HeadsHost>, {
  get: (_, name: string) => (params: unknown) => {
    calls.push(`${name} ${JSON.stringify(params)}`);
    return Promise.resolve(null);
  },
});

beforeEach(() => {
  calls = [];
  const page = { kept: () => ({}), keep: () => undefined, requestUpdate: () => undefined };
  view = new HeadsViewState(page, { width: 300, height: 600 });
  view.receive(headsState());
  const say = (what: string) => (of: unknown) => void calls.push(`${what} ${JSON.stringify(of)}`);
  actions = headsActions(
    view,
    { host, attempt: () => undefined },
    {
      revealInMap: say('reveal in map'),
      revealInRanking: say('reveal in ranking'),
      focusFilter: () => void calls.push('focus filter'),
      openMenu: say('menu'),
    },
  );
});

it('headsActions shows a head that is chosen alone at once, and several when the user says so', () => {
  actions.chooseInRanking(2, 'only');
  expect(calls).toEqual(['showHeads {"heads":[{"layer":1,"head":0}]}']);
  calls = [];
  actions.chooseInRanking(3, 'toggle');
  expect(calls).toEqual([]);
  actions.show();
  expect(calls).toEqual(['showHeads {"heads":[{"layer":1,"head":0},{"layer":1,"head":1}]}']);
});

it('headsActions scrolls the ranking to a head that is chosen in the map', () => {
  actions.chooseInMap(2, 'toggle');
  actions.moveInMap(3);
  actions.moveInRanking(1);
  expect(calls).toEqual(['reveal in ranking 2', 'reveal in map 3', 'reveal in ranking 1']);
});

it('headsActions sends nothing to the host while no head is selected', () => {
  actions.show();
  actions.ablate();
  actions.label();
  actions.copy();
  expect(calls).toEqual([]);
});

it('headsActions scores under the ablation and shows the change', () => {
  actions.showChange(false);
  actions.recompute();
  expect(calls).toEqual(['score {"underAblation":true}']);
  expect(view.arrangement.wantsChange).toBe(true);
});

it.each([
  ['a', 'ablate {"heads":[{"layer":1,"head":0}]}'],
  ['c', 'copy {"text":"0.9"}'],
  ['/', 'focus filter'],
])('headsActions runs for the key %s the action that the help names', (key, call) => {
  view.choose(2, 'only', 'map');
  keyAction(headsKeyRows(actions), { key, altKey: false, ctrlKey: false, metaKey: false })!();
  expect(calls).toEqual([call]);
});
