import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import {
  allHeads,
  formatHead,
  formatHeads,
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
  /** Further choices, such as all heads. They cannot be combined with heads. */
  readonly whole: readonly string[];
}

export type HeadPick =
  { readonly kind: 'heads'; readonly heads: readonly HeadRef[] } | { readonly kind: 'whole'; readonly index: number };

interface Item extends QuickPickItem {
  readonly head?: HeadRef;
  readonly whole?: number;
}

/**
 * Lets the user check heads in a list or enter them ("5.1", "L5H1 L6H9"). Entered heads count together with heads that the
 * user checks, and replace the heads that were checked at the beginning. Null when the user closes the list.
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
    // The title shows the entered heads, because the list cannot show more than one.
    picker.onDidChangeValue(value => (picker.title = [title, headsText(value, grid)].filter(Boolean).join(': ')));
    picker.onDidAccept(() => {
      const enteredHeads = headsIn(picker.value, grid) ?? [];
      const wholeChosen = picker.selectedItems.find(item => item.whole !== undefined)?.whole;
      const checked = picker.selectedItems.flatMap(({ head }) => (head ? [head] : []));
      const isUntouched = wholeChosen === undefined && sameHeads(checked, chosen);
      // Entered heads count, unless the text was only a filter to find heads to check.
      if (picker.value.trim() !== '' && enteredHeads.length === 0 && isUntouched) {
        picker.title = [title, headsText(picker.value, grid) || l10n.t('no heads in “{0}”', picker.value)].join(': ');
        return;
      }
      const heads = enteredHeads.length > 0 && isUntouched ? enteredHeads : uniqueHeads([...enteredHeads, ...checked]);
      if (wholeChosen !== undefined && enteredHeads.length === 0) resolve({ kind: 'whole', index: wholeChosen });
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

/** The entered heads; null for a text that filters the list, and for heads that the model does not have. */
function headsIn(value: string, grid: HeadGrid): HeadRef[] | null {
  const { heads, unread } = parseHeads(value);
  return unread.length === 0 && !headOutside(heads, grid) ? heads : null;
}

function headsText(value: string, grid: HeadGrid): string {
  const { heads } = parseHeads(value);
  const outside = headOutside(heads, grid);
  if (!outside) return formatHeads(headsIn(value, grid) ?? []);
  return l10n.t('no {0} in {1} layers × {2} heads', formatHead(outside), grid.nLayers, grid.nHeads);
}
