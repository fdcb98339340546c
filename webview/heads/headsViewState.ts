import type { HeadsHost, HeadsState } from '../../src/shared/contracts/headsViewContract';
import { defaultThresholds, type HeadType } from '../../src/shared/headTypes';
import { formatHeads, headAtIndex, indexOfHead, type HeadRef } from '../../src/shared/heads';
import { recipeNames, type RecipeName } from '../../src/shared/recipes/registry';
import type { MenuContext } from '../base/menuContext';
import type { ViewPage } from '../base/viewPage';
import { keptArrangement } from './arrangement';
import { toggleType } from './filter/filter';
import { headContext, valuesText } from './headContext';
import { headsScene, mainColumn, type Arrangement, type HeadsScene } from './headsScene';
import { parseScoreKey, type SortKey } from './ranking/columns';
import { sortedBy } from './ranking/ranking';
import { choose, moveTo, nothingSelected, type Choice, type Selection } from './selection';

/** What the page has to do after new data: the rows are another model's, or a head has to come into sight. */
export interface Received {
  readonly isOtherModel: boolean;
  readonly reveal: number | null;
}

/** What the heads view shows: the host's data, the user's arrangement and the selected heads, by their index in model order. */
export class HeadsViewState {
  #data: HeadsState | null = null;
  #arrangement: Arrangement;
  #selection: Selection = nothingSelected;
  /** The heads that we asked the host to show. Its echo must not change the selection. */
  #asked = '';
  #isChoosingColumns = false;
  #width: number;
  #height: number;
  #scene: { readonly of: readonly unknown[]; readonly scene: HeadsScene | null } = { of: [], scene: null };

  constructor(
    private readonly page: Pick<ViewPage<HeadsHost>, 'kept' | 'keep' | 'requestUpdate'>,
    size: { readonly width: number; readonly height: number },
  ) {
    this.#arrangement = keptArrangement(page.kept());
    this.#width = size.width;
    this.#height = size.height;
  }

  /** Null until the host has sent it. */
  get data(): HeadsState | null {
    return this.#data;
  }

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  get selection(): Selection {
    return this.#selection;
  }

  get isChoosingColumns(): boolean {
    return this.#isChoosingColumns;
  }

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** The selected heads, in model order. */
  get selectedHeads(): readonly HeadRef[] {
    const grid = this.#data?.grid;
    if (!grid) return [];
    return [...this.#selection.heads].toSorted((a, b) => a - b).map(index => headAtIndex(grid, index));
  }

  /** Null while the size of the model is not known. */
  scene(): HeadsScene | null {
    const of = [this.#data, this.#arrangement, this.#width];
    if (of.some((one, index) => one !== this.#scene.of[index])) {
      this.#scene = { of, scene: this.#data && headsScene(this.#data, this.#arrangement, this.#width) };
    }
    return this.#scene.scene;
  }

  /** The parts of the data that changed. Heads that the editors newly show are selected. */
  receive(parts: Partial<HeadsState>): Received {
    const before = this.#data ?? initialData;
    const data: HeadsState = { ...before, ...parts };
    this.#data = data;
    const isOtherModel =
      data.checkpoint !== before.checkpoint ||
      data.grid?.nLayers !== before.grid?.nLayers ||
      data.grid?.nHeads !== before.grid?.nHeads;
    if (isOtherModel) this.#selection = nothingSelected;
    const isShownAnew = isOtherModel || textOf(data.shown) !== textOf(before.shown);
    const reveal = isShownAnew ? this.#followShown(data, isOtherModel) : null;
    this.page.requestUpdate();
    return { isOtherModel, reveal };
  }

  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.page.requestUpdate();
  }

  arrange(changes: Partial<Arrangement>): void {
    this.#arrangement = { ...this.#arrangement, ...changes };
    this.page.keep({ ...this.#arrangement });
    this.page.requestUpdate();
  }

  sort(by: SortKey): void {
    const { sort, changeSort } = this.#arrangement;
    const showsChange = this.scene()?.showsChange ?? false;
    this.arrange(showsChange ? { changeSort: sortedBy(changeSort, by) } : { sort: sortedBy(sort, by) });
  }

  /** Sorts by the column after the one that the ranking is sorted by. Does nothing while scores arrive. */
  sortByNextColumn(): void {
    const { columns, sort } = this.scene() ?? {};
    if (!columns || !sort) return;
    const next = columns[(columns.findIndex(({ key }) => key === sort.by) + 1) % columns.length];
    if (next) this.sort(next.key);
  }

  /** The ranking keeps one column at least. */
  showColumn(recipe: RecipeName, isShown: boolean): void {
    const shown = this.scene()?.columns.map(column => column.recipe) ?? [];
    if (shown.includes(recipe) === isShown) return;
    const chosen = recipeNames.filter(one => (one === recipe ? isShown : shown.includes(one)));
    if (chosen.length > 0) this.arrange({ columns: chosen });
  }

  /** Adds a type to the filter or takes it out. The filter's other words go unless `keepsOthers`. */
  toggleType(type: HeadType, keepsOthers: boolean): void {
    this.arrange({ filter: toggleType(keepsOthers ? this.#arrangement.filter : '', type) });
  }

  openColumns(isOpen: boolean): void {
    this.#isChoosingColumns = isOpen;
    this.page.requestUpdate();
  }

  /** `list`: between which heads Shift extends, in model order on the map and in the order of its rows in the ranking. */
  choose(head: number, choice: Choice, list: 'map' | 'ranking'): void {
    const { table, rows } = this.scene() ?? {};
    const order = (list === 'map' ? table?.rows : rows)?.map(({ index }) => index) ?? [];
    this.#select(choose(this.#selection, head, choice, order));
  }

  moveTo(head: number): void {
    this.#select(moveTo(this.#selection, head));
  }

  /** Selects every head in the ranking. */
  selectAll(): void {
    const rows = this.scene()?.rows ?? [];
    this.#select({ ...this.#selection, heads: new Set(rows.map(({ index }) => index)) });
  }

  /** Closes the choice of columns if it is open, and clears the selection if not. */
  clear(): void {
    if (this.#isChoosingColumns) this.openColumns(false);
    else this.#select({ ...nothingSelected, current: this.#selection.current });
  }

  /** The selected heads, which the caller now asks the host to show. */
  headsToShow(): readonly HeadRef[] {
    const heads = this.selectedHeads;
    if (heads.length > 0) this.#asked = textOf(heads);
    return heads;
  }

  /** The values of the selected heads in the column that the ranking is sorted by; of the current head if none is selected. */
  copiedText(): string {
    const scene = this.scene();
    if (!scene) return '';
    const { current } = this.#selection;
    const listed = this.#listedSelection(scene);
    const wanted = listed.length === 0 && current !== null ? [current] : listed;
    return valuesText(scene.table, wanted, mainColumn(scene));
  }

  /** What the context menu of a head acts on. A head that is not selected gets selected alone. */
  menuOf(head: number, column: string | null): MenuContext | null {
    const scene = this.scene();
    if (!scene) return null;
    if (!this.#selection.heads.has(head)) this.#select(choose(this.#selection, head, 'only', []));
    const listed = this.#listedSelection(scene);
    const wanted = (column === null ? null : parseScoreKey(column)) ?? mainColumn(scene);
    return headContext(scene.table, listed.includes(head) ? listed : [head], wanted);
  }

  /** In the order of the ranking, without heads that the filter leaves out. */
  #listedSelection({ rows }: HeadsScene): number[] {
    return rows.map(({ index }) => index).filter(index => this.#selection.heads.has(index));
  }

  #select(selection: Selection): void {
    this.#selection = selection;
    this.page.requestUpdate();
  }

  /** Selects the heads that the editors show. The result is the first of them, unless the model is another. */
  #followShown({ shown, grid }: HeadsState, isOtherModel: boolean): number | null {
    const isEcho = shown !== null && textOf(shown) === this.#asked;
    this.#asked = '';
    if (isEcho && !isOtherModel) return null;
    const heads = grid ? (shown ?? []).map(head => indexOfHead(grid, head)) : [];
    const [first] = heads;
    const current = first ?? this.#selection.current;
    this.#selection = { heads: new Set(heads), current, anchor: current };
    return first === undefined || isOtherModel ? null : first;
  }
}

const initialData: HeadsState = {
  checkpoint: null,
  grid: null,
  clean: { phase: { kind: 'none' }, scores: {}, rows: null },
  ablation: null,
  ablated: null,
  shown: null,
  labels: [],
  thresholds: defaultThresholds,
};

function textOf(heads: readonly HeadRef[] | null): string {
  return heads ? formatHeads(heads) : '';
}
