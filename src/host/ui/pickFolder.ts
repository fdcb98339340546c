import { window, type Uri } from 'vscode';

interface FolderQuestion {
  readonly title: string;
  /** The button that accepts. */
  readonly openLabel: string;
  readonly allowsFile?: boolean;
}

/** Asks the user for a folder, or on request for a folder or a file. Null when the user closes the dialog. */
export async function pickFolder({ title, openLabel, allowsFile = false }: FolderQuestion): Promise<Uri | null> {
  const uris = await window.showOpenDialog({ title, openLabel, canSelectFiles: allowsFile, canSelectFolders: true });
  return uris?.[0] ?? null;
}
