import { EventEmitter, Uri } from 'vscode';
import { beforeEach, expect, it, vi } from 'vitest';
import { TrainingView, type TrainingViewSources } from '../../../../src/host/training/trainingView';
import type { WebviewViewHostOptions } from '../../../../src/host/ui/webviewViewHost';
import {
  noTraining,
  type TrainingHost,
  type TrainingState,
} from '../../../../src/shared/contracts/trainingViewContract';
import { happening } from '../../../support/vscodeStub';
import { nameByPath } from '../../../../src/shared/checkpointNames';

/** The messages to the page, and what the view gave its webview. */
const page = vi.hoisted(() => ({
  shown: [] as TrainingState[],
  options: null as WebviewViewHostOptions<TrainingHost> | null,
}));

vi.mock('../../../../src/host/ui/webviewViewHost', () => ({
  WebviewViewHost: class {
    readonly app = { show: (state: TrainingState) => Promise.resolve(void page.shown.push(state)) };

    constructor(options: WebviewViewHostOptions<TrainingHost>) {
      page.options = options;
    }
  },
}));

const threshold = 'heads.prefixMatchingThreshold';

const sources: TrainingViewSources = {
  log: { warn: () => undefined },
  trainingRun: { path: '/runs/a', state: noTraining, onDidChange: new EventEmitter<void>().event },
  checkpoints: {
    active: { ...nameByPath('/runs/a/step-000350'), path: '/runs/a/step-000350', origin: 'workspace', state: null },
    list: () => [],
    use: () => Promise.resolve(),
    onDidChangeActive: new EventEmitter<void>().event,
  },
};

function changed(name: string): void {
  happening.changeSettings.fire({ affectsConfiguration: (section: string) => section === `modelCircuits.${name}` });
}

beforeEach(() => {
  page.shown.length = 0;
  happening.settings.set(threshold, 0.55);
  new TrainingView(sources, Uri.file('/extension'));
});

it('TrainingView sends the page the threshold that the user has set, and the snapshot in use', () => {
  page.options!.sendAll();
  expect(page.shown).toEqual([{ ...noTraining, active: 350, prefixMatchingThreshold: 0.55 }]);
});

it('TrainingView sends the threshold again when the user changes it', () => {
  const subscriptions = page.options!.subscribe();
  changed('heads.previousTokenThreshold');
  expect(page.shown).toEqual([]);
  happening.settings.set(threshold, 0.2);
  changed(threshold);
  expect(page.shown.map(({ prefixMatchingThreshold }) => prefixMatchingThreshold)).toEqual([0.2]);
  for (const subscription of subscriptions) subscription.dispose();
});
