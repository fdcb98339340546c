import { Uri, window, workspace } from 'vscode';
import type { SavedFile } from '../../shared/savedFile';

/** Asks where, and writes. Nothing happens when the person leaves. */
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
