/** What a context menu acts on. The `when` clauses in package.json use the section; the menu's commands get all of it. */
export interface MenuContext extends Readonly<Record<string, string | boolean>> {
  readonly webviewSection: string;
}

/** The text of `data-vscode-context`: VS Code's own Cut, Copy and Paste are left out of the menu. */
export function menuContextText(context: MenuContext): string {
  return JSON.stringify({ ...context, preventDefaultContextMenuItems: true });
}
