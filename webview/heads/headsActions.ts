import type { HeadsHost } from '../../src/shared/contracts/headsViewContract';
import type { HeadType } from '../../src/shared/headTypes';
import type { RecipeName } from '../../src/shared/recipes/registry';
import type { MenuContext } from '../base/menuContext';
import type { ViewPage } from '../base/viewPage';
import type { HeadsViewState } from './headsViewState';
import type { SortKey } from './ranking/columns';
import type { Choice } from './selection';

/** All that the user can do in the heads view. Heads are given by their index in model order. */
export interface HeadsActions {
  readonly chooseRecipe: (recipe: RecipeName) => void;
  readonly filter: (text: string) => void;
  readonly focusFilter: () => void;
  readonly toggleType: (type: HeadType, keepsOthers: boolean) => void;
  readonly sort: (by: SortKey) => void;
  readonly sortByNextColumn: () => void;
  readonly showColumn: (recipe: RecipeName, isShown: boolean) => void;
  readonly fittingColumns: () => void;
  readonly openColumns: (isOpen: boolean) => void;
  readonly showChange: (showsChange: boolean) => void;
  readonly score: () => void;
  readonly recompute: () => void;
  readonly cancel: () => void;
  readonly chooseCheckpoint: () => void;
  readonly explain: () => void;
  readonly chooseInMap: (head: number, choice: Choice) => void;
  readonly chooseInRanking: (head: number, choice: Choice) => void;
  readonly moveInMap: (head: number) => void;
  readonly moveInRanking: (head: number) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  readonly menuInMap: (head: number) => void;
  readonly menuInRanking: (head: number, column: string | null) => void;
  readonly copy: () => void;
  readonly show: () => void;
  readonly showAll: () => void;
  readonly ablate: () => void;
  readonly restore: () => void;
  readonly label: () => void;
}

/** The parts of the page that actions reach. */
export interface HeadsElements {
  readonly revealInMap: (head: number) => void;
  readonly revealInRanking: (head: number) => void;
  readonly focusFilter: () => void;
  readonly openMenu: (context: MenuContext | null) => void;
}

export function headsActions(
  view: HeadsViewState,
  page: Pick<ViewPage<HeadsHost>, 'host' | 'attempt'>,
  elements: HeadsElements,
): HeadsActions {
  const { host } = page;
  const show = (): void => {
    const heads = view.headsToShow();
    if (heads.length > 0) page.attempt(host.showHeads({ heads }));
  };
  /** A head that is chosen alone is shown at once. Several are shown when the user says so. */
  const choose = (head: number, choice: Choice, list: 'map' | 'ranking'): void => {
    view.choose(head, choice, list);
    if (choice === 'only') show();
  };
  return {
    chooseRecipe: recipe => view.arrange({ recipe }),
    filter: filter => view.arrange({ filter }),
    focusFilter: elements.focusFilter,
    toggleType: (type, keepsOthers) => view.toggleType(type, keepsOthers),
    sort: by => view.sort(by),
    sortByNextColumn: () => view.sortByNextColumn(),
    showColumn: (recipe, isShown) => view.showColumn(recipe, isShown),
    fittingColumns: () => view.arrange({ columns: null }),
    openColumns: isOpen => view.openColumns(isOpen),
    showChange: wantsChange => view.arrange({ wantsChange }),
    score: () => page.attempt(host.score({ underAblation: false })),
    recompute: () => {
      view.arrange({ wantsChange: true });
      page.attempt(host.score({ underAblation: true }));
    },
    cancel: () => page.attempt(host.cancelScores(null)),
    chooseCheckpoint: () => page.attempt(host.chooseCheckpoint(null)),
    explain: () => page.attempt(host.explain(null)),
    chooseInMap: (head, choice) => {
      choose(head, choice, 'map');
      elements.revealInRanking(head);
    },
    chooseInRanking: (head, choice) => choose(head, choice, 'ranking'),
    moveInMap: head => {
      view.moveTo(head);
      elements.revealInMap(head);
    },
    moveInRanking: head => {
      view.moveTo(head);
      elements.revealInRanking(head);
    },
    selectAll: () => view.selectAll(),
    clear: () => view.clear(),
    menuInMap: head => elements.openMenu(view.menuOf(head, view.scene()?.recipe ?? null)),
    menuInRanking: (head, column) => elements.openMenu(view.menuOf(head, column)),
    copy: () => {
      const text = view.copiedText();
      if (text !== '') page.attempt(host.copy({ text }));
    },
    show,
    showAll: () => page.attempt(host.showHeads({ heads: null })),
    ablate: () => {
      const heads = view.selectedHeads;
      if (heads.length > 0) page.attempt(host.ablate({ heads }));
    },
    restore: () => page.attempt(host.restore(null)),
    label: () => {
      const [head] = view.selectedHeads;
      if (head) page.attempt(host.label({ head }));
    },
  };
}
