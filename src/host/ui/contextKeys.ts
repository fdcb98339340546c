import { commands } from 'vscode';

/** The context keys that `when` clauses in package.json use. */
export interface ContextKeys {
  /** A model was run on the document in focus. */
  readonly hasOverlay: boolean;
  /** A model was run on a part of the document in focus, not on all of it. */
  readonly hasPartialRange: boolean;
  readonly hasAblation: boolean;
  /** The Training view has something to show: a run of this window, or one that the user asked for. */
  readonly hasTraining: boolean;
  /** A small model is being trained in this window. */
  readonly isTraining: boolean;
  /** The workspace was searched, and the list of checkpoints is empty. */
  readonly hasNoCheckpoints: boolean;
  readonly hasRemovedCheckpoints: boolean;
}

/** Resolves when VS Code has set it. */
export async function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): Promise<void> {
  await commands.executeCommand('setContext', `modelCircuits.${key}`, value);
}
