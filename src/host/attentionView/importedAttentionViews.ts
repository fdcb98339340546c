import type { Disposable } from 'vscode';
import { l10n, Uri, ViewColumn, window, type WebviewPanel, type WebviewPanelSerializer } from 'vscode';
import type { ImportedAttention } from '../../shared/contracts/engineContract';
import { fileName } from '../ui/fileName';
import { ImportedAttentionView, type ImportedAttentionSources } from './importedAttentionView';

const panelType = 'modelCircuits.importedAttention';

/** All views of imported attention, one panel for each file. */
export class ImportedAttentionViews implements Disposable, WebviewPanelSerializer {
  readonly #open = new Map<WebviewPanel, { readonly uri: Uri; readonly view: ImportedAttentionView }>();
  readonly #registration = window.registerWebviewPanelSerializer(panelType, this);

  constructor(
    private readonly sources: ImportedAttentionSources,
    private readonly extensionUri: Uri,
  ) {}

  /** The view that has the focus, or null. */
  get active(): ImportedAttentionView | null {
    for (const [panel, { view }] of this.#open) if (panel.active) return view;
    return null;
  }

  /** Opens a file of attention, or brings its view to front. Rejects with what is wrong with the file. */
  async open(uri: Uri): Promise<void> {
    for (const [panel, { uri: shown }] of this.#open)
      if (shown.toString() === uri.toString()) return void panel.reveal();
    const attention = await this.sources.engine.openAttention({ path: uri.fsPath });
    const title = l10n.t('Attention: {0}', fileName(uri));
    this.show(window.createWebviewPanel(panelType, title, ViewColumn.Active, {}), uri, attention);
  }

  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const kept = typeof state === 'object' && state !== null && 'document' in state ? state.document : null;
    if (typeof kept !== 'string') {
      panel.dispose();
      return;
    }
    try {
      const uri = Uri.parse(kept, true);
      this.show(panel, uri, await this.sources.engine.openAttention({ path: uri.fsPath }));
    } catch {
      // The file is gone, or is another one now.
      panel.dispose();
    }
  }

  dispose(): void {
    this.#registration.dispose();
    for (const panel of this.#open.keys()) panel.dispose();
  }

  private show(panel: WebviewPanel, uri: Uri, attention: ImportedAttention): void {
    const view = new ImportedAttentionView(this.sources, panel.webview, this.extensionUri, uri, attention);
    this.#open.set(panel, { uri, view });
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      view.dispose();
    });
  }
}
