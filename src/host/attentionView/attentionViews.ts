import {
  Disposable,
  EventEmitter,
  l10n,
  Uri,
  ViewColumn,
  window,
  workspace,
  type CustomTextEditorProvider,
  type TextDocument,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';
import { fileName } from '../ui/fileName';
import { AttentionView, type AttentionViewSources } from './attentionView';

const panelType = 'modelCircuits.attentionPanel';
const editorType = 'modelCircuits.attention';

/**
 * All attention views: panels beside a text editor, for any document, and custom editors ("Reopen Editor With…"). Both show
 * the same page.
 */
export class AttentionViews implements Disposable, CustomTextEditorProvider, WebviewPanelSerializer {
  readonly #activeChanged = new EventEmitter<void>();
  /** Another attention view has the focus now, or none has. */
  readonly onDidChangeActive = this.#activeChanged.event;
  readonly #open = new Map<WebviewPanel, AttentionView>();
  readonly #registrations = Disposable.from(
    window.registerCustomEditorProvider(editorType, this, { supportsMultipleEditorsPerDocument: true }),
    window.registerWebviewPanelSerializer(panelType, this),
  );

  constructor(
    private readonly sources: AttentionViewSources,
    private readonly extensionUri: Uri,
  ) {}

  /** The attention view that has the focus, or null. */
  get active(): AttentionView | null {
    for (const [panel, attentionView] of this.#open) if (panel.active) return attentionView;
    return null;
  }

  /** Opens an attention view of a document beside its editor, or brings the open one to front. */
  open(document: TextDocument): void {
    for (const [panel, attentionView] of this.#open) {
      if (attentionView.document.uri.toString() === document.uri.toString()) return panel.reveal(undefined, true);
    }
    const panel = window.createWebviewPanel(
      panelType,
      l10n.t('Attention: {0}', fileName(document)),
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      {},
    );
    this.show(panel, document);
  }

  resolveCustomTextEditor(document: TextDocument, panel: WebviewPanel): void {
    this.show(panel, document);
  }

  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const uri = typeof state === 'object' && state !== null && 'document' in state ? state.document : null;
    if (typeof uri !== 'string') {
      panel.dispose();
      return;
    }
    try {
      this.show(panel, await workspace.openTextDocument(Uri.parse(uri, true)));
    } catch {
      // The file was deleted, or the document was untitled and is gone.
      panel.dispose();
    }
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#activeChanged.dispose();
    for (const panel of this.#open.keys()) panel.dispose();
  }

  private show(panel: WebviewPanel, document: TextDocument): void {
    const icon = (theme: string): Uri => Uri.joinPath(this.extensionUri, 'media', 'icons', `circuits-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const attentionView = new AttentionView(this.sources, panel.webview, this.extensionUri, document);
    this.#open.set(panel, attentionView);
    this.#activeChanged.fire();
    panel.onDidChangeViewState(() => this.#activeChanged.fire());
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      attentionView.dispose();
      this.#activeChanged.fire();
    });
  }
}
