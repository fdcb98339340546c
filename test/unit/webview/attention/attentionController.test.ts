import { describe, expect, it } from 'vitest';
import type {
  AttentionViewAblation,
  AttentionViewHost,
  AttentionViewState,
} from '../../../../src/shared/contracts/attentionViewContract';
import type { Client } from '../../../../src/shared/rpc/rpc';
import { AttentionController } from '../../../../webview/attention/attentionController';
import { attentionKeyRows } from '../../../../webview/attention/attentionKeys';
import { keyAction } from '../../../../webview/base/keys';
import type { ViewPage } from '../../../../webview/base/viewPage';
import { attentionState, host, theme } from './attentionState';

const head = { layer: 1, head: 0 };

/** A controller on a stub page, which records its questions to the host and its messages. */
function bench(parts: Partial<AttentionViewState> | null = attentionState(), kept: Record<string, unknown> = {}) {
  const calls: [method: string, params: unknown][] = [];
  const messages: string[] = [];
  const stored: Record<string, unknown> = { ...kept };
  let updates = 0;
  const answers: Partial<Client<AttentionViewHost>> = host;
  const page: ViewPage<AttentionViewHost> = {
    host: new Proxy(host, {
      get: (_, method: keyof typeof answers) => (params: never) => {
        calls.push([method, params]);
        return answers[method]?.(params) ?? Promise.resolve(null);
      },
    }),
    theme,
    updateComplete: Promise.resolve(),
    requestUpdate: () => updates++,
    say: message => void (message !== null && messages.push(message)),
    attempt: call => void call.catch((thrown: unknown) => messages.push(String(thrown))),
    kept: () => stored,
    keep: changes => Object.assign(stored, changes),
  };
  const controller = new AttentionController(page);
  if (parts) controller.receive(parts);
  calls.length = 0;
  return { controller, calls, messages, stored, updates: () => updates };
}

/** Lets answers of the host arrive. */
async function settle({ controller }: { readonly controller: AttentionController }): Promise<void> {
  for (let round = 0; round < 3; round++) {
    controller.scene();
    await new Promise(resolve => setTimeout(resolve));
  }
}

const ablated: AttentionViewAblation = {
  heads: [head],
  words: 'set to zero',
  metricName: 'Δ loss',
  unit: 'nats',
  isRiseWorse: true,
  worsening: new Float32Array(4),
  before: new Float32Array(4),
  after: new Float32Array(4),
  meanChange: 0,
  changedPredictions: 0,
  loss: new Float32Array(4),
  predictions: { kept: 1, ids: new Int32Array(4), logProbs: new Float32Array(4), labels: null },
};

describe('the state from the host', () => {
  it('is missing, with the scene, until the host sends it', () => {
    const { controller } = bench(null);
    expect(controller.state).toBeNull();
    expect(controller.scene()).toBeNull();
  });

  it('replaces only the parts that came', () => {
    const { controller } = bench();
    controller.receive({ documentName: 'b.txt' });
    expect(controller.state).toMatchObject({ documentName: 'b.txt', checkpoint: 'tiny' });
  });

  it('locks the tokens under the text editor’s cursors, and unlocks none without a cursor', () => {
    const { controller } = bench();
    controller.receive({ cursor: [2, 3] });
    controller.receive({ cursor: [] });
    expect(controller.scene()?.tokens).toEqual([2, 3]);
  });

  it('unlocks all tokens for another pass', () => {
    const { controller } = bench();
    controller.lock(2);
    controller.receive({ pass: { ...attentionState().pass!, id: 2 } });
    expect(controller.scene()?.tokens).toEqual([]);
  });

  it('colours by the change of loss while heads are ablated, and by attention again afterwards', () => {
    const { controller } = bench();
    controller.receive({ ablated });
    expect(controller.colouring).toBe('delta');
    controller.receive({ ablated: null });
    expect(controller.colouring).toBe('attention');
  });

  it('keeps the user’s colouring when another ablation follows', () => {
    const { controller } = bench({ ...attentionState(), ablated });
    controller.colour('loss');
    controller.receive({ ablated: { ...ablated, words: 'set to their mean' } });
    expect(controller.colouring).toBe('loss');
  });

  it('is stored as far as the page needs it after a reload', () => {
    expect(bench().stored).toMatchObject({ document: '', hadPass: true });
  });
});

describe('the colouring', () => {
  it('is the stored one, if it exists', () => {
    expect(bench(null, { colouring: 'loss' }).controller.colouring).toBe('loss');
    expect(bench(null, { colouring: 'rainbow' }).controller.colouring).toBe('attention');
  });

  it('is stored when the user chooses it', () => {
    const { controller, stored } = bench();
    controller.colour('valueWeighted');
    expect(stored.colouring).toBe('valueWeighted');
  });

  it('cannot be the change of an ablation without one, and the view says so', () => {
    const { controller, messages } = bench();
    controller.colour('delta');
    expect(controller.colouring).toBe('attention');
    expect(messages).toEqual(['Nothing is ablated.']);
  });
});

describe('a change of the view', () => {
  it('shows at once, and goes to the host after the render', async () => {
    const { controller, calls } = bench();
    controller.reverse();
    expect(controller.state?.view.direction).toBe('to');
    expect(calls).toEqual([]);
    await Promise.resolve();
    expect(calls).toEqual([['view', { direction: 'to' }]]);
  });

  it('survives a state that the host sends before it has the change', () => {
    const { controller } = bench();
    controller.reverse();
    controller.receive({ view: attentionState().view });
    expect(controller.state?.view.direction).toBe('to');
  });

  it('shows a head, adds one, removes it, and never removes the last one', () => {
    const { controller } = bench();
    const other = { layer: 0, head: 1 };
    const shown: unknown[] = [];
    for (const add of [false, true, true, true]) {
      controller.chooseHead(shown.length === 0 ? head : other, add);
      shown.push(controller.state?.view.heads);
    }
    // In model order.
    expect(shown).toEqual([[head], [other, head], [head], [other, head]]);
    controller.chooseHead(other, false);
    controller.chooseHead(other, true);
    expect(controller.state?.view.heads).toEqual([other]);
  });

  it('steps to the next head, and to the same head of the next layer', () => {
    const { controller } = bench(attentionState({ heads: [{ layer: 0, head: 0 }] }));
    controller.stepHead(1);
    expect(controller.state?.view.heads).toEqual([{ layer: 0, head: 1 }]);
    controller.stepHead('layer');
    expect(controller.state?.view.heads).toEqual([{ layer: 1, head: 1 }]);
    controller.stepHead('-layer');
    expect(controller.state?.view.heads).toEqual([{ layer: 0, head: 1 }]);
  });

  it('cannot hide a missing start token, and the view says so', () => {
    const { controller, messages } = bench({
      ...attentionState(),
      pass: { ...attentionState().pass!, hasStartToken: false },
    });
    controller.toggleStart();
    expect(controller.state?.view.hideStart).toBe(false);
    expect(messages).toEqual(['This model has no start token.']);
  });
});

describe('a token', () => {
  it('is locked with the text editor’s cursor, and unlocked by the same action', () => {
    const { controller, calls } = bench();
    controller.lock(2);
    expect(controller.scene()?.token).toBe(2);
    controller.lock(2);
    expect(controller.scene()?.token).toBeNull();
    expect(calls.filter(([method]) => method === 'lock')).toEqual([['lock', { token: 2 }]]);
  });

  it('is shown under the pointer while none is locked, and pointing at a locked view does not render', () => {
    const { controller, updates } = bench();
    controller.hover(3);
    expect(controller.scene()?.token).toBe(3);
    controller.lock(2);
    const before = updates();
    controller.hover(1);
    expect(controller.scene()?.token).toBe(2);
    expect(updates()).toBe(before);
  });

  it('is replaced by its strongest source', async () => {
    const test = bench();
    test.controller.lock(2);
    await settle(test);
    test.controller.lockStrongest();
    expect(test.controller.scene()?.token).toBe(0);
  });

  it('is missing for the strongest source and for a value, and the view says so', () => {
    const { controller, messages } = bench();
    controller.lockStrongest();
    controller.copyValue();
    expect(messages).toEqual(Array(2).fill('Point at a token first, or click one.'));
  });
});

describe('the value to copy', () => {
  it('is the strongest one at the token, or the one under the pointer in the pattern', async () => {
    const test = bench();
    test.controller.lock(2);
    await settle(test);
    test.controller.copyValue();
    test.controller.hoverCell([1, 1]);
    test.controller.copyValue();
    expect(test.calls.filter(([method]) => method === 'copy')).toEqual([
      ['copy', { text: '0.500' }],
      ['copy', { text: '0.300' }],
    ]);
  });

  it('is in the menu of the pattern, and in no other menu', async () => {
    const test = bench();
    test.controller.lock(2);
    await settle(test);
    expect(test.controller.menuContext('pattern', null)).toEqual({
      webviewSection: 'pattern',
      heads: 'L1H0',
      hasValue: true,
      value: '0.500',
    });
    expect(test.controller.menuContext('head', { layer: 0, head: 1 })).toEqual({
      webviewSection: 'head',
      heads: 'L0H1',
      hasValue: false,
      value: '',
    });
  });
});

describe('the pattern', () => {
  it('stays the same object while its content does, so that it is not drawn again', async () => {
    const test = bench();
    await settle(test);
    const before = test.controller.pattern(test.controller.scene()!);
    expect(before).not.toBeNull();
    test.controller.lock(2);
    expect(test.controller.pattern(test.controller.scene()!)).toBe(before);
    test.controller.colour('logitAttribution');
    await settle(test);
    expect(test.controller.pattern(test.controller.scene()!)).not.toBe(before);
  });
});

describe('a prefetch', () => {
  it('loads the head under the pointer first', async () => {
    const test = bench();
    await settle(test);
    test.calls.length = 0;
    test.controller.pointAt({ layer: 0, head: 1 });
    await settle(test);
    const heads = test.calls.map(([, params]) => (params as { heads: unknown[] }).heads);
    expect(heads[0]).toEqual([{ layer: 0, head: 1 }]);
    expect(heads).toHaveLength(3);
  });

  it('does not happen if each head costs the engine a product', async () => {
    const test = bench();
    test.controller.colour('logitAttribution');
    await settle(test);
    test.calls.length = 0;
    test.controller.pointAt({ layer: 0, head: 1 });
    await settle(test);
    expect(test.calls).toEqual([]);
  });
});

describe('the keys', () => {
  it('do what their help says', () => {
    const { controller, messages, calls } = bench(attentionState({ heads: null }));
    const zoomed: string[] = [];
    const press = (key: string): void => {
      const modifiers = { altKey: false, ctrlKey: false, metaKey: false };
      keyAction(
        attentionKeyRows(controller, one => zoomed.push(one)),
        { key, ...modifiers },
      )?.();
    };
    for (const key of ['4', 'D', 'h', 'a', '+', '0']) press(key);
    expect(controller.colouring).toBe('loss');
    expect(controller.state?.view).toMatchObject({ direction: 'to', hideStart: true });
    expect(messages).toEqual(['Choose heads first: [ ] or Select Heads…']);
    expect(zoomed).toEqual(['+', '0']);
    press(']');
    expect(controller.state?.view.heads).toEqual([{ layer: 0, head: 0 }]);
    press('A');
    expect(calls).toContainEqual(['ablate', { heads: [{ layer: 0, head: 0 }] }]);
  });

  it('have a line of help each', () => {
    expect(attentionKeyRows(bench().controller, () => undefined).map(({ keys }) => keys)).toEqual([
      '← →',
      '↑ ↓',
      'Esc',
      'S',
      'D',
      '[ ]',
      '{ }',
      '1 … 5',
      'H',
      'A',
      'C',
      '+ − 0',
    ]);
  });
});
