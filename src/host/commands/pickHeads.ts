import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import {
  allHeads,
  formatHead,
  headOutside,
  parseHeads,
  sameHeads,
  uniqueHeads,
  type HeadGrid,
  type HeadRef,
} from '../../shared/heads';

export interface HeadPickOptions {
  readonly title: string;
  readonly placeholder: string;
  readonly grid: HeadGrid;
  readonly chosen: readonly HeadRef[];
  /** Choices beside heads, which stand alone: all heads and the like. */
  readonly whole: readonly string[];
}

export type HeadPick =
  { readonly kind: 'heads'; readonly heads: readonly HeadRef[] } | { readonly kind: 'whole'; readonly index: number };

interface Item extends QuickPickItem {
  readonly head?: HeadRef;
  readonly whole?: number;
}

/**
 * Heads to check in a list, several at once; typed ones count too ("5.1", "L5H1 L6H9"). Null when the person leaves.
 */
export function pickHeads({ title, placeholder, grid, chosen, whole }: HeadPickOptions): Promise<HeadPick | null> {
  const headItems = allHeads(grid).map((head): Item => ({
    label: formatHead(head),
    description: `${head.layer}.${head.head}`,
    head,
  }));
  const wholeItems = whole.map((label, index): Item => ({ label, whole: index, alwaysShow: false }));
  const separator: Item = { label: l10n.t('heads'), kind: QuickPickItemKind.Separator };
  const picker = window.createQuickPick<Item>();
  picker.title = title;
  picker.placeholder = placeholder;
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.items = wholeItems.length > 0 ? [...wholeItems, separator, ...headItems] : headItems;
  picker.selectedItems = headItems.filter(({ head }) => head && chosen.some(one => sameHeads([one], [head])));

  return new Promise(resolve => {
    picker.onDidAccept(() => {
      const typed = parseHeads(picker.value);
      // Text that is no head was a filter, and what it left checked counts alone.
      const typedHeads = typed.unread.length === 0 && !headOutside(typed.heads, grid) ? typed.heads : [];
      const wholeChosen = picker.selectedItems.find(item => item.whole !== undefined)?.whole;
      const heads = uniqueHeads([...typedHeads, ...picker.selectedItems.flatMap(({ head }) => (head ? [head] : []))]);
      if (wholeChosen !== undefined && typedHeads.length === 0) resolve({ kind: 'whole', index: wholeChosen });
      else if (heads.length > 0) resolve({ kind: 'heads', heads });
      else return;
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(null);
      picker.dispose();
    });
    picker.show();
  });
}
