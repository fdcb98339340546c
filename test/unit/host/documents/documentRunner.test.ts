import type { LogOutputChannel, TextDocument } from 'vscode';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DocumentPasses } from '../../../../src/host/documents/documentPasses';
import type { ComparisonMetric } from '../../../../src/shared/comparison';
import { DocumentRunner } from '../../../../src/host/documents/documentRunner';
import type { CheckpointEntry } from '../../../../src/host/checkpoints/checkpointEntry';
import { ViewState } from '../../../../src/host/documents/viewState';
import type {
  AttentionParams,
  EngineContract,
  PassResult,
  TokenizedText,
  TokenizeParams,
} from '../../../../src/shared/contracts/engineContract';
import { AppError } from '../../../../src/shared/errors';
import type { Client } from '../../../../src/shared/rpc/rpc';
import { attentionPattern } from '../../../support/attentionPattern';
import { fakeResult } from '../../../support/analysis';
import { commands, happening, window } from '../../../support/vscodeStub';
import { nameByPath } from '../../../../src/shared/checkpointNames';

const words = 'the cat sat';
const labels = ['the', '␣cat', '␣sat'];
const [cat, dog] = [
  { id: 5, label: '␣cat' },
  { id: 6, label: '␣dog' },
];
const difference: ComparisonMetric = { kind: 'logitDifference', a: cat, b: dog };

/** A document and an engine whose runs end when the test says so. */
class ScratchFolder {
  readonly runs: ((result: PassResult) => void)[] = [];
  readonly asked: AttentionParams[] = [];
  remarks: readonly string[] = [];
  tokenizer = 'tokenizer.json';
  /** What the user chose. */
  chosen: string | null = null;
  vocabulary: readonly string[] = ['', '', '', '', '', '␣cat', '␣dog'];
  readonly view = new ViewState();
  readonly documentPasses = new DocumentPasses();
  readonly document = {
    uri: { toString: () => 'file:///a.txt', path: '/a.txt' },
    version: 1,
    isClosed: false,
    getText: () => words,
  };
  readonly documentRunner = new DocumentRunner(
    this.engine(),
    {
      requireActive: (): CheckpointEntry => ({
        ...nameByPath('/m'),
        ...{ path: '/m', origin: 'added', state: null },
        ...(this.chosen === null ? {} : { tokenizer: this.chosen }),
      }),
    },
    this.documentPasses,
    this.view,
    { error: () => undefined, debug: () => undefined, info: () => undefined } as unknown as LogOutputChannel,
  );

  get text(): TextDocument {
    return this.document as unknown as TextDocument;
  }

  get shown(): unknown {
    return this.documentPasses.get(this.text)?.attention.heads;
  }

  async start(): Promise<{ readonly ended: Promise<void> }> {
    const ended = this.documentRunner.run(this.text, 0);
    await settled();
    return { ended };
  }

  finish(): void {
    this.runs.shift()!(fakeResult(3, null));
  }

  private engine(): Client<EngineContract> {
    const tokens: TokenizedText = {
      ...{ ids: Int32Array.of(4, 5, 7), starts: Int32Array.of(0, 3, 7), ends: Int32Array.of(3, 7, 11) },
      ...{ texts: labels, labels, hasStartToken: false },
    };
    const engine = {
      load: () =>
        Promise.resolve({
          checkpoint: { path: '/m', weightsId: 'w' },
          facts: { nLayers: 2, nHeads: 2, nCtx: 64, remarks: this.remarks, tokenizer: this.tokenizer },
          backend: { name: 'wasm', version: '1', note: null },
        }),
      tokenize: ({ tokenizer }: TokenizeParams) =>
        tokenizer === undefined && this.tokenizer === 'none'
          ? Promise.reject(new AppError('bad-input', 'm has no tokenizer.'))
          : Promise.resolve(tokens),
      decode: ({ ids }: { readonly ids: Int32Array }) =>
        Promise.resolve({ labels: Array.from(ids, id => this.vocabulary[id] ?? '') }),
      run: () => new Promise<PassResult>(resolve => this.runs.push(resolve)),
      attention: (params: AttentionParams) => {
        this.asked.push(params);
        return Promise.resolve(attentionPattern(3, params.heads.length).summary);
      },
      logits: () => Promise.resolve({ shape: [1, 3, 2], data: new Float32Array(6) }),
    };
    return engine as unknown as Client<EngineContract>;
  }
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));

let scratch: ScratchFolder;
beforeEach(() => {
  happening.settings.set('run.maxTokens', 512).set('run.startToken', 'auto').set('overlay.aggregate', 'mean');
  window.messages.splice(0);
  window.pressed = undefined;
  scratch = new ScratchFolder();
});
afterEach(() => {
  scratch.documentRunner.dispose();
  scratch.documentPasses.dispose();
});

it('DocumentRunner shows the heads that were chosen while the model ran', async () => {
  const { ended } = await scratch.start();
  expect(scratch.documentRunner.isRunning(scratch.text)).toBe(true);
  scratch.view.set({ heads: [{ layer: 1, head: 0 }] });
  scratch.finish();
  await ended;
  expect(scratch.shown).toEqual([{ layer: 1, head: 0 }]);
  expect(scratch.documentRunner.isRunning(scratch.text)).toBe(false);
});

it('DocumentRunner stores no pass of a document that is closed while the model runs', async () => {
  const { ended } = await scratch.start();
  scratch.document.isClosed = true;
  happening.closeText.fire(scratch.document);
  scratch.finish();
  await ended;
  expect(scratch.documentPasses.all()).toEqual([]);
  expect(window.messages).toEqual([]);
});

it('DocumentRunner stores the pass of the newest run only', async () => {
  const first = await scratch.start();
  const second = await scratch.start();
  expect(scratch.runs).toHaveLength(2);
  scratch.finish();
  await first.ended;
  expect(scratch.documentPasses.all()).toEqual([]);
  scratch.finish();
  await second.ended;
  expect(scratch.documentPasses.all()).toHaveLength(1);
});

it('DocumentRunner keeps a logit difference for a model with the same tokens, and drops it for another', async () => {
  scratch.view.set({ metric: difference });
  const same = await scratch.start();
  scratch.finish();
  await same.ended;
  expect(scratch.view.values.metric).toBe(difference);
  scratch.vocabulary = ['', '', '', '', '', '␣cat', 'q'];
  const other = await scratch.start();
  scratch.finish();
  await other.ended;
  expect(scratch.view.values.metric).toEqual({ kind: 'loss' });
  expect(window.messages).toEqual([
    '␣cat and ␣dog are not the same tokens in this model: the change of loss is shown.',
  ]);
});

it('DocumentRunner leaves the choices alone until the pass is stored, then drops the heads that the model does not have', async () => {
  scratch.view.set({ heads: [{ layer: 7, head: 0 }], ablation: null });
  const states: unknown[] = [];
  scratch.view.onDidChange(() => states.push({ stored: scratch.shown, heads: scratch.view.values.heads }));
  const { ended } = await scratch.start();
  scratch.finish();
  await ended;
  const all = [0, 1].flatMap(layer => [0, 1].map(head => ({ layer, head })));
  expect(states).toEqual([{ stored: all, heads: null }]);
  expect(scratch.asked).toHaveLength(1);
});

it('DocumentRunner keeps the choices when a run of a model that lacks their heads is cancelled', async () => {
  const heads = [{ layer: 7, head: 0 }];
  scratch.view.set({ heads });
  const { ended } = await scratch.start();
  happening.closeText.fire(scratch.document);
  scratch.finish();
  await ended;
  expect(scratch.view.values.heads).toBe(heads);
});

it('DocumentRunner tells once what to know about a checkpoint', async () => {
  scratch.remarks = ['A head is stored.', 'The value head was left out.'];
  for (let run = 0; run < 2; run++) {
    const { ended } = await scratch.start();
    scratch.finish();
    await ended;
  }
  expect(window.messages).toEqual(['m: A head is stored. The value head was left out.']);
});

it('DocumentRunner offers to choose a tokenizer if there is none, and runs with it', async () => {
  scratch.tokenizer = 'none';
  window.pressed = 'Choose Tokenizer…';
  const choose = commands.registerCommand('modelCircuits.chooseTokenizer', () => (scratch.chosen = 'bytes'));
  const { ended } = await scratch.start();
  await vi.waitFor(() => expect(scratch.runs).toHaveLength(1));
  scratch.finish();
  await ended;
  await vi.waitFor(() => expect(scratch.shown).toBeDefined());
  expect(window.messages).toEqual(['m has no tokenizer.']);
  choose.dispose();
});

it('DocumentRunner does not run again if the user chose no tokenizer', async () => {
  scratch.tokenizer = 'none';
  window.pressed = 'Choose Tokenizer…';
  await scratch.documentRunner.run(scratch.text, 0);
  await settled();
  expect(window.messages).toEqual(['m has no tokenizer.']);
  expect(scratch.runs).toEqual([]);
});

it.each([0, 1, 2.5, 'abc'])('DocumentRunner refuses to run %j tokens, naming the setting', async most => {
  happening.settings.set('run.maxTokens', most);
  await scratch.documentRunner.run(scratch.text, 0);
  expect(window.messages).toEqual([
    `The setting modelCircuits.run.maxTokens is ${most}; it has to be a whole number from 2.`,
  ]);
});
