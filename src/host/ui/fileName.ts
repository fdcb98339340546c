import type { TextDocument, Uri } from 'vscode';

/** The last part of a document's name: "story.txt", "Untitled-1". */
export function fileName(of: TextDocument | Uri): string {
  const { path } = 'uri' in of ? of.uri : of;
  return path.slice(path.lastIndexOf('/') + 1);
}
