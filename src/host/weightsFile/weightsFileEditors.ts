import {
  Disposable,
  window,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import { WeightsFileEditor, type WeightsFileSources } from './weightsFileEditor';

/** By default for files that can be nothing else, and on "Reopen Editor With…" for *.bin, which can. */
const editorTypes = ['modelCircuits.weightsFile', 'modelCircuits.weightsFileOption'];

/** The read-only editors of files of weights: each shows what the file's header says. */
export class WeightsFileEditors implements Disposable, CustomReadonlyEditorProvider {
  readonly #registrations = Disposable.from(
    ...editorTypes.map(type =>
      window.registerCustomEditorProvider(type, this, { supportsMultipleEditorsPerDocument: true }),
    ),
  );

  constructor(
    private readonly sources: WeightsFileSources,
    private readonly extensionUri: Uri,
  ) {}

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): void {
    const editor = new WeightsFileEditor(this.sources, panel.webview, this.extensionUri, uri);
    panel.onDidDispose(() => editor.dispose());
  }

  dispose(): void {
    this.#registrations.dispose();
  }
}
