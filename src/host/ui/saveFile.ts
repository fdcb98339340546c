import { Uri, window, workspace } from 'vscode';
import type { SavedFile } from '../../shared/savedFile';

/** Asks the user for a path, and writes the file. Writes nothing when the user closes the dialog. */
export async function saveFile({ name, content }: SavedFile): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const uri = await window.showSaveDialog({
    ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (!uri) return;
  await workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
}
