import { describe, expect, it } from 'vitest';
import type { HeadsState } from '../../../../src/shared/contracts/headsViewContract';
import { formatHeads } from '../../../../src/shared/heads';
import { HeadsViewState } from '../../../../webview/heads/headsViewState';
import { ablatedState, headsState } from '../../../support/headsState';

/** A view that has received a state, with what it stored and how often it asked for a render. */
function opened(data: Partial<HeadsState> = headsState(), kept: Readonly<Record<string, unknown>> = {}) {
  const page = {
    stored: kept,
    renders: 0,
    kept: () => kept,
    keep: (changes: Readonly<Record<string, unknown>>) => void (page.stored = changes),
    requestUpdate: () => void page.renders++,
  };
  const view = new HeadsViewState(page, { width: 300, height: 600 });
  const received = view.receive(data);
  return { view, page, received };
}

const names = (view: HeadsViewState): string => formatHeads(view.selectedHeads);
const layer1 = [{ layer: 1, head: 0 }];

describe('data', () => {
  it('is null, and so is the scene, until the host sends it', () => {
    const page = { kept: () => ({}), keep: () => undefined, requestUpdate: () => undefined };
    const view = new HeadsViewState(page, { width: 300, height: 600 });
    expect(view.data).toBeNull();
    expect(view.scene()).toBeNull();
    expect(view.copiedText()).toBe('');
    expect(view.menuOf(0, null)).toBeNull();
  });

  it('is merged from the changed parts', () => {
    const { view, page } = opened();
    const before = page.renders;
    view.receive({ labels: [{ head: { layer: 0, head: 1 }, label: 'copier' }] });
    expect(view.data).toMatchObject({ checkpoint: 'tiny', labels: [{ label: 'copier' }] });
    expect(page.renders).toBe(before + 1);
  });

  it('clears the selection for another model, and keeps it when scores arrive', () => {
    const { view } = opened();
    view.choose(2, 'only', 'map');
    expect(view.receive({ clean: headsState().clean }).isOtherModel).toBe(false);
    expect(names(view)).toBe('L1H0');
    expect(view.receive({ checkpoint: 'other' }).isOtherModel).toBe(true);
    expect(names(view)).toBe('');
  });
});

describe('the scene', () => {
  it('is made once for the same data, arrangement and width, whatever is selected', () => {
    const { view } = opened();
    const before = view.scene();
    view.choose(2, 'only', 'map');
    view.resize(300, 100);
    expect(view.scene()).toBe(before);
    view.resize(700, 100);
    expect(view.scene()).not.toBe(before);
  });

  it('holds the heads that the filter keeps', () => {
    const { view } = opened();
    expect(view.scene()!.listed).toBeNull();
    view.arrange({ filter: 'L1' });
    expect(view.scene()!.listed).toEqual(new Set([2, 3]));
  });
});

describe('the heads that the editors show', () => {
  it('are selected, and the first of them comes into sight', () => {
    const { view } = opened();
    expect(view.receive({ shown: layer1 }).reveal).toBe(2);
    expect(names(view)).toBe('L1H0');
    expect(view.receive({ shown: null }).reveal).toBeNull();
    expect(names(view)).toBe('');
    expect(view.selection.current).toBe(2);
  });

  it('are selected when the view opens, and nothing scrolls', () => {
    const { view, received } = opened(headsState({ shown: layer1 }));
    expect(names(view)).toBe('L1H0');
    expect(received).toEqual({ isOtherModel: true, reveal: null });
  });

  it('do not change the selection if they echo what the user chose here', () => {
    const { view } = opened();
    view.choose(2, 'only', 'map');
    expect(formatHeads(view.headsToShow())).toBe('L1H0');
    view.choose(3, 'toggle', 'map');
    expect(view.receive({ shown: layer1 }).reveal).toBeNull();
    expect(names(view)).toBe('L1H0 L1H1');
  });

  it('change the selection if they are no echo', () => {
    const { view } = opened();
    view.choose(2, 'only', 'map');
    view.headsToShow();
    view.receive({ shown: [{ layer: 0, head: 1 }] });
    expect(names(view)).toBe('L0H1');
    // The view expects the echo only once.
    view.receive({ shown: layer1 });
    expect(names(view)).toBe('L1H0');
  });
});

describe('selection', () => {
  it('extends in model order on the map and in the order of the rows in the ranking', () => {
    // Sorted by prefix matching the rows are L1H0, L1H1, L0H0, L0H1.
    const { view } = opened();
    view.choose(1, 'only', 'map');
    view.choose(3, 'extend', 'map');
    expect(names(view)).toBe('L0H1 L1H0 L1H1');
    view.choose(1, 'only', 'ranking');
    view.choose(3, 'extend', 'ranking');
    expect(names(view)).toBe('L0H0 L0H1 L1H1');
  });

  it('takes all heads in the ranking, and clears', () => {
    const { view } = opened();
    view.arrange({ filter: 'L1' });
    view.selectAll();
    expect(names(view)).toBe('L1H0 L1H1');
    view.moveTo(3);
    view.clear();
    expect(view.selection).toMatchObject({ heads: new Set(), current: 3, anchor: null });
  });

  it('stays at the first Esc if the choice of columns is open', () => {
    const { view } = opened();
    view.choose(2, 'only', 'map');
    view.openColumns(true);
    view.clear();
    expect([view.isChoosingColumns, names(view)]).toEqual([false, 'L1H0']);
    view.clear();
    expect(names(view)).toBe('');
  });
});

describe('arrangement', () => {
  it('is read from what the page stored, and stored when it changes', () => {
    const { view, page } = opened(headsState(), { recipe: 'induction', filter: 'L1' });
    expect(view.arrangement).toMatchObject({ recipe: 'induction', filter: 'L1' });
    view.arrange({ filter: '' });
    expect(page.stored).toMatchObject({ recipe: 'induction', filter: '' });
  });

  it('sorts scores and changes apart', () => {
    const { view } = opened(ablatedState());
    view.sort('change:prefix_matching');
    expect(view.arrangement.changeSort).toEqual({ by: 'change:prefix_matching', isDescending: false });
    view.arrange({ wantsChange: false });
    view.sort('induction');
    expect(view.arrangement.sort).toEqual({ by: 'induction', isDescending: true });
    expect(view.arrangement.changeSort.by).toBe('change:prefix_matching');
  });

  it('sorts by the next column, and after the last by the first', () => {
    const { view } = opened();
    view.sortByNextColumn();
    expect(view.arrangement.sort.by).toBe('induction');
    view.sortByNextColumn();
    expect(view.arrangement.sort.by).toBe('prefix_matching');
  });

  it('does not sort while scores arrive', () => {
    const { scores } = headsState().clean;
    const { view } = opened(
      headsState({ clean: { phase: { kind: 'scoring', done: 1, total: 2, secondsLeft: null }, scores, rows: null } }),
    );
    view.sortByNextColumn();
    expect(view.arrangement.sort.by).toBe('prefix_matching');
  });

  it('shows and hides columns, of which one always stays', () => {
    const { view } = opened();
    const columns = (): string[] => view.scene()!.columns.map(({ key }) => key);
    view.showColumn('previous_token', true);
    expect(columns()).toEqual(['prefix_matching', 'induction', 'previous_token']);
    view.showColumn('previous_token', false);
    view.showColumn('induction', false);
    expect(columns()).toEqual(['prefix_matching']);
    view.showColumn('prefix_matching', false);
    expect(columns()).toEqual(['prefix_matching']);
  });

  it('adds a type to the filter, or replaces the filter by it', () => {
    const { view } = opened();
    view.arrange({ filter: 'L1' });
    view.toggleType('induction', true);
    expect(view.arrangement.filter).toBe('type:induction L1');
    view.toggleType('previous token', false);
    expect(view.arrangement.filter).toBe('type:previous-token');
  });
});

describe('copiedText', () => {
  it('is the value of the current head if no head is selected', () => {
    const { view } = opened();
    expect(view.copiedText()).toBe('');
    view.moveTo(2);
    expect(view.copiedText()).toBe('0.9');
  });

  it('has a line for each selected head, in the order of the ranking', () => {
    const { view } = opened();
    view.choose(1, 'only', 'map');
    view.choose(2, 'toggle', 'map');
    expect(view.copiedText()).toBe('L1H0\t0.9\nL0H1\t0.01');
  });
});

describe('menuOf', () => {
  it('selects a head that was not selected', () => {
    const { view } = opened();
    expect(view.menuOf(2, 'induction')).toMatchObject({ heads: 'L1H0', recipe: 'induction', value: '0.85' });
    expect(names(view)).toBe('L1H0');
  });

  it('acts on all selected heads that the filter keeps', () => {
    const { view } = opened();
    view.choose(1, 'only', 'map');
    view.choose(2, 'toggle', 'map');
    view.choose(3, 'toggle', 'map');
    view.arrange({ filter: 'L1' });
    expect(view.menuOf(2, null)).toMatchObject({ heads: 'L1H0 L1H1', recipe: 'prefix_matching' });
    expect(view.menuOf(1, null)).toMatchObject({ heads: 'L0H1' });
    expect(names(view)).toBe('L0H1 L1H0 L1H1');
  });
});
