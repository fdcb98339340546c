import { commands } from 'vscode';

/** What menus and keybindings in package.json ask. */
export interface ContextKeys {
  /** The document in focus has been analysed. */
  readonly hasOverlay: boolean;
  /** Only a part of the active document has been analysed. */
  readonly hasPartialRange: boolean;
  readonly hasAblation: boolean;
  readonly hasRemovedCheckpoints: boolean;
}

export function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void commands.executeCommand('setContext', `modelCircuits.${key}`, value);
}
