import { commands } from 'vscode';

/** What menus and keybindings in package.json ask. */
export interface ContextKeys {
  /** The document in focus has been analysed. */
  readonly hasOverlay: boolean;
  /** Only a part of the active document has been analysed. */
  readonly hasPartialRange: boolean;
  readonly hasAblation: boolean;
  /** Something was trained in this window, or is to be: the Training view has something to say. */
  readonly hasTraining: boolean;
  /** A small model is being trained in this window. */
  readonly isTraining: boolean;
  /** The workspace has been looked through, and the list is empty. */
  readonly hasNoCheckpoints: boolean;
  readonly hasRemovedCheckpoints: boolean;
}

/** Resolves when menus and views know. */
export async function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): Promise<void> {
  await commands.executeCommand('setContext', `modelCircuits.${key}`, value);
}
