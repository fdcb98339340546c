import { commands, Disposable, env, l10n, Uri, workspace, type LogOutputChannel } from 'vscode';
import { formatHead, formatHeads, readHeads } from '../../shared/heads';
import type { ExportFormat, HeadsApp, HeadsHost, HeadsState } from '../../shared/contracts/headsViewContract';
import type { Handlers } from '../../shared/rpc/rpc';
import type { CheckpointStore } from '../checkpoints/checkpointStore';
import type { ViewState } from '../documents/viewState';
import { logFailedShow } from '../ui/logFailedShow';
import { saveFile } from '../ui/saveFile';
import { throttled } from '../ui/throttled';
import { WebviewViewHost } from '../ui/webviewViewHost';
import type { HeadLabels } from './headLabels';
import type { HeadScoreStore } from './headScoreStore';
import { typeThresholds, typeThresholdsSection } from './typeThresholds';

/** Time between two updates of the view while scores come in: it looks steady, and the window stays responsive. */
const scoresIntervalMs = 120;

/** What the Heads view needs of the rest of the host. */
export interface HeadsViewSources {
  readonly checkpoints: Pick<CheckpointStore, 'activeTitle' | 'onDidChangeActive' | 'onDidChangeList'>;
  readonly headScores: HeadScoreStore;
  readonly headLabels: Pick<HeadLabels, 'of' | 'onDidChange'>;
  readonly view: Pick<ViewState, 'values' | 'set' | 'onDidChange'>;
  readonly log: Pick<LogOutputChannel, 'warn'>;
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
      sendAll: () => this.send({ ...this.scores(), ...this.choices() }),
      subscribe: () => this.subscribe(),
      onVisible: isVisible => this.sources.headScores.setWatched(isVisible),
    });
  }

  /** Shows the view and gives it the focus, wherever the user has moved it. */
  focus(): Promise<void> {
    return this.view.focus();
  }

  /** Saves the ranking or the heat map as the view shows it. */
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
      view.onDidChange(() => this.send(this.choices())),
      headLabels.onDidChange(() => this.send({ labels: this.labels() })),
      workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(typeThresholdsSection)) this.send(this.choices());
      }),
    ];
  }

  private handlers(): Handlers<HeadsHost> {
    const { headScores, view } = this.sources;
    const command = async (id: string, ...parameters: readonly unknown[]): Promise<void> => {
      await commands.executeCommand(id, ...parameters);
    };
    return {
      ready: () => this.view.ready(),
      // Not awaited: the view gets each layer's scores when they arrive, and the outcome at the end.
      score: ({ underAblation }) => void headScores.score({ underAblation }),
      cancelScores: () => headScores.cancel(),
      showHeads: ({ heads }) => view.set({ heads: heads && readHeads(heads) }),
      ablate: ({ heads }) => this.view.lendFocus(command('modelCircuits.ablateHeads', formatHeads(heads))),
      restore: () => view.set({ ablation: null }),
      label: ({ head }) => this.view.lendFocus(command('modelCircuits.labelHead', { heads: formatHead(head) })),
      copy: async ({ text }) => {
        await env.clipboard.writeText(text);
      },
      chooseCheckpoint: () => command('modelCircuits.checkpoints.focus'),
      explain: () => command('markdown.showPreview', Uri.joinPath(this.extensionUri, 'media', 'head-scores.md')),
    };
  }

  private send(parts: Partial<HeadsState>): void {
    logFailedShow(this.view.app?.show(parts), this.sources.log);
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
    // Labels are kept by weightsId, which is unknown until the weights are read.
    return headScores.loaded ? headLabels.of(headScores.loaded.checkpoint.weightsId) : [];
  }

  private choices(): Partial<HeadsState> {
    const { heads, ablation } = this.sources.view.values;
    return { shown: heads, ablation, thresholds: typeThresholds() };
  }
}
