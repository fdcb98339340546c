import { commands, Disposable, env, l10n, Uri, workspace } from 'vscode';
import { formatHead, formatHeads } from '../../shared/heads';
import type { ExportFormat, HeadsApp, HeadsHost, HeadsState } from '../../shared/contracts/headsViewContract';
import type { Handlers } from '../../shared/rpc/rpc';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { ViewState } from '../documents/viewState';
import { saveFile } from '../ui/saveFile';
import { throttled } from '../ui/throttled';
import { WebviewViewHost } from '../ui/webviewViewHost';
import type { HeadLabels } from './headLabels';
import type { HeadScoreStore } from './headScoreStore';
import { typeThresholds, typeThresholdsSection } from './typeThresholds';

/** While scores come in, often enough to look steady, and seldom enough to leave the window time for the rest. */
const scoresIntervalMs = 120;

/** What the Heads view shows, and asks of others. */
export interface HeadsViewSources {
  readonly checkpoints: Pick<CheckpointStore, 'activeTitle' | 'onDidChangeActive' | 'onDidChangeList'>;
  readonly headScores: HeadScoreStore;
  readonly headLabels: Pick<HeadLabels, 'of' | 'onDidChange'>;
  readonly view: Pick<ViewState, 'values' | 'set' | 'onDidChange'>;
}

/** The Heads view: what its webview shows and asks for. */
export class HeadsView implements Disposable {
  readonly view: WebviewViewHost<HeadsHost, HeadsApp>;

  constructor(
    private readonly sources: HeadsViewSources,
    private readonly extensionUri: Uri,
  ) {
    this.view = new WebviewViewHost({
      viewId: 'modelCircuits.heads',
      bundle: 'heads',
      title: l10n.t('Heads'),
      extensionUri,
      handlers: () => this.handlers(),
      sendAll: () => this.send({ ...this.scores(), ...this.surroundings() }),
      subscribe: () => this.subscribe(),
      onVisible: isVisible => this.sources.headScores.setWatched(isVisible),
    });
  }

  /** Brings the panel to front, wherever the person has put it. */
  focus(): Promise<void> {
    return this.view.focus();
  }

  /** Saves the ranking or the heat map as the panel shows it. */
  async export(format: ExportFormat): Promise<void> {
    const app = await this.view.opened();
    await saveFile(await app.exportFile({ format }));
  }

  dispose(): void {
    this.view.dispose();
  }

  private subscribe(): Disposable[] {
    const { checkpoints, headScores, headLabels, view } = this.sources;
    const showScores = throttled(() => this.send(this.scores()), scoresIntervalMs);
    const showModel = (): void => this.send(this.model());
    return [
      new Disposable(showScores.dispose),
      headScores.onDidChange(() => showScores.call()),
      checkpoints.onDidChangeActive(showModel),
      checkpoints.onDidChangeList(showModel),
      view.onDidChange(() => this.send(this.surroundings())),
      headLabels.onDidChange(() => this.send({ labels: this.labels() })),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(typeThresholdsSection)) this.send(this.surroundings());
      }),
    ];
  }

  private handlers(): Handlers<HeadsHost> {
    const { headScores, view } = this.sources;
    const done = async (work: PromiseLike<unknown>): Promise<null> => {
      await work;
      return null;
    };
    return {
      ready: () => {
        this.view.ready();
        return null;
      },
      // Told as it comes; how it ends is part of what is shown.
      score: ({ underAblation }) => {
        void headScores.score({ underAblation });
        return null;
      },
      cancelScores: () => {
        headScores.cancel();
        return null;
      },
      showHeads: ({ heads }) => {
        view.set({ heads });
        return null;
      },
      ablate: ({ heads }) =>
        done(this.view.lendFocus(commands.executeCommand('modelCircuits.ablateHeads', formatHeads(heads)))),
      restore: () => {
        view.set({ ablation: null });
        return null;
      },
      label: ({ head }) =>
        done(this.view.lendFocus(commands.executeCommand('modelCircuits.labelHead', { heads: formatHead(head) }))),
      copy: ({ text }) => done(env.clipboard.writeText(text)),
      chooseCheckpoint: () => done(commands.executeCommand('modelCircuits.checkpoints.focus')),
      explain: () =>
        done(
          commands.executeCommand('markdown.showPreview', Uri.joinPath(this.extensionUri, 'media', 'head-scores.md')),
        ),
    };
  }

  private send(parts: Partial<HeadsState>): void {
    this.view.app?.show(parts).catch(() => undefined);
  }

  private model(): Pick<HeadsState, 'checkpoint' | 'grid'> {
    const { checkpoints, headScores } = this.sources;
    const { grid } = headScores;
    const checkpoint = checkpoints.activeTitle;
    const size = grid ? ` · ${grid.nLayers} × ${grid.nHeads}` : '';
    this.view.description = `${checkpoint}${size}`;
    return { checkpoint, grid: grid && { nLayers: grid.nLayers, nHeads: grid.nHeads } };
  }

  private scores(): Partial<HeadsState> {
    const { clean, ablated } = this.sources.headScores;
    return { ...this.model(), clean: clean.state, ablated: ablated?.state ?? null, labels: this.labels() };
  }

  private labels(): HeadsState['labels'] {
    const { headLabels, headScores } = this.sources;
    // They belong to the weights, which are known once those have been read.
    return headScores.loaded ? headLabels.of(headScores.loaded.checkpoint.weightsId) : [];
  }

  private surroundings(): Partial<HeadsState> {
    const { heads, ablation } = this.sources.view.values;
    return { shown: heads, ablation, thresholds: typeThresholds() };
  }
}
