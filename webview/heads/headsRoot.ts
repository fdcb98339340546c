import { html, nothing, type TemplateResult } from 'lit';
import { AppError } from '../../src/shared/errors';
import { defaultThresholds } from '../../src/shared/headTypes';
import { formatHeads, type HeadRef } from '../../src/shared/heads';
import type { HeadsApp, HeadsHost, HeadsState } from '../../src/shared/contracts/headsViewContract';
import type { RecipeName } from '../../src/shared/recipes';
import type { Handlers } from '../../src/shared/rpc/rpc';
import { choicesStyle } from '../base/choicesStyle';
import type { KeyRow } from '../base/keys';
import { keysStyle } from '../base/keysHelp';
import { statusLineStyle } from '../base/statusLine';
import { baseStyle } from '../base/styles';
import type { Theme } from '../base/theme';
import { ViewApp } from '../base/viewApp';
import { keptArrangement } from './arrangement';
import { parseScoreKey, type SortKey } from './ranking/columns';
import { toggleType } from './filter/filter';
import { headContext, valuesText } from './headContext';
import { HeadMapView } from './map/headMapView';
import { keepFocus } from './keepFocus';
import { emptyHeads } from './notices';
import { measures } from './recipeText';
import { headsBody, type HeadsActs } from './headsBody';
import { exportedFile } from './headsExport';
import { headsKeyRows, type HeadsAct } from './headsKeys';
import { mainColumn, headsScene, type Arrangement, type HeadsScene } from './headsScene';
import { headsSizes } from './headsSizes';
import { headsStyle } from './headsStyle';
import { sortedBy } from './ranking/ranking';
import { RankingView } from './ranking/rankingView';
import { choose, moveTo, nothingSelected, type Choice, type Selection } from './selection';

/** The heads panel: a heat map of all heads, and their ranking. */
export class HeadsRoot extends ViewApp<HeadsHost, HeadsApp> {
  #state: HeadsState | null = null;
  #arranged: Arrangement = keptArrangement(this.kept());
  #selection: Selection = nothingSelected;
  /** Heads that the host was asked to show: when it says that it does, nothing else is selected thereby. */
  #asked = '';
  #isChoosingColumns = false;
  #width = window.innerWidth;
  #height = window.innerHeight;

  static override readonly styles = [baseStyle, choicesStyle, keysStyle, statusLineStyle, headsStyle, headsSizes];

  readonly #acts: HeadsActs = {
    measure: recipe => this.arrange({ recipe }),
    filter: filter => this.arrange({ filter }),
    toggleType: (type, keepOthers) =>
      this.arrange({ filter: toggleType(keepOthers ? this.#arranged.filter : '', type) }),
    sort: by => this.sort(by),
    column: (recipe, isShown) => this.showColumn(recipe, isShown),
    fittingColumns: () => this.arrange({ columns: null }),
    openColumns: isOpen => this.openColumns(isOpen),
    showChange: wantsChange => this.arrange({ wantsChange }),
    score: () => this.attempt(this.host.score({ underAblation: false })),
    recompute: () => {
      this.arrange({ wantsChange: true });
      this.attempt(this.host.score({ underAblation: true }));
    },
    cancel: () => this.attempt(this.host.cancelScores(null)),
    chooseCheckpoint: () => this.attempt(this.host.chooseCheckpoint(null)),
    explain: () => this.attempt(this.host.explain(null)),
    toggleKeys: () => this.toggleKeys(),
    chooseInMap: (head, choice) => {
      this.choose(head, choice, this.scene()?.table.rows.map(({ index }) => index) ?? []);
      this.ranking?.reveal(head);
    },
    chooseInRanking: (head, choice) => this.choose(head, choice, this.scene()?.rows.map(({ index }) => index) ?? []),
    moveInMap: head => {
      this.select(moveTo(this.#selection, head));
      this.map?.reveal(head);
    },
    moveInRanking: head => {
      this.select(moveTo(this.#selection, head));
      this.ranking?.reveal(head);
    },
    menuInMap: head => this.openMenu(head, this.scene()?.recipe ?? null),
    menuInRanking: (head, column) => this.openMenu(head, column),
    show: () => this.show(),
    showAll: () => this.attempt(this.host.showHeads({ heads: null })),
    ablate: () => {
      const heads = this.selectedHeads;
      if (heads.length > 0) this.attempt(this.host.ablate({ heads }));
    },
    restore: () => this.attempt(this.host.restore(null)),
    label: () => {
      const [head] = this.selectedHeads;
      if (head) this.attempt(this.host.label({ head }));
    },
  };

  protected override handlers(): Handlers<HeadsApp> {
    return {
      show: parts => {
        this.receive(parts);
        return null;
      },
      exportFile: ({ format }) => {
        const state = this.#state;
        const scene = this.scene();
        if (!state || !scene) throw new AppError('bad-input', 'There are no scores yet.');
        return exportedFile(format, state, scene, this.#arranged.filter, this.panelTheme);
      },
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    keepFocus(this.renderRoot);
    new ResizeObserver(() => {
      this.#width = this.clientWidth;
      this.#height = this.clientHeight;
      this.requestUpdate();
    }).observe(this);
  }

  protected override ready(): Promise<unknown> {
    return this.host.ready(null);
  }

  protected override content(): TemplateResult | typeof nothing {
    const state = this.#state;
    if (!state) return nothing;
    const scene = this.scene();
    const { chooseCheckpoint, score } = this.#acts;
    return html`${
      state.checkpoint !== null && scene
        ? headsBody({
            state,
            scene,
            selection: this.#selection,
            filter: this.#arranged.filter,
            isChoosingColumns: this.#isChoosingColumns,
            width: this.#width,
            height: this.#height,
            theme: this.panelTheme,
            acts: this.#acts,
          })
        : emptyHeads(state.checkpoint, state.clean.phase, chooseCheckpoint, score)
    }
    ${this.statusLine()}`;
  }

  override updated(): void {
    // Only now: a value that was not to be had a moment ago would not have been taken.
    const dropdown = this.renderRoot.querySelector('header vscode-dropdown');
    const recipe = this.scene()?.recipe;
    if (recipe && dropdown && 'value' in dropdown && dropdown.value !== recipe) dropdown.value = recipe;
  }

  private scene(): HeadsScene | null {
    return this.#state && headsScene(this.#state, this.#arranged, this.#width);
  }

  /** What stands on the panel's own background, not on the editor's. */
  private get panelTheme(): Theme {
    const style = getComputedStyle(document.documentElement);
    const background = style.getPropertyValue('--vscode-sideBar-background').trim();
    return { ...this.theme, background: background === '' ? this.theme.background : background };
  }

  private receive(parts: Partial<HeadsState>): void {
    const before = this.#state ?? initialState;
    const state: HeadsState = { ...before, ...parts };
    this.#state = state;
    const isOther =
      state.checkpoint !== before.checkpoint ||
      state.grid?.nLayers !== before.grid?.nLayers ||
      state.grid?.nHeads !== before.grid?.nHeads;
    if (isOther) this.#selection = nothingSelected;
    // The place in the list of another model says nothing of this one.
    if (isOther) this.ranking?.toStart();
    if (isOther || shownText(state.shown) !== shownText(before.shown)) this.followShown(state, isOther);
    this.requestUpdate();
  }

  /** What the editors show is selected: the selection is one, here and there. */
  private followShown({ shown, grid }: HeadsState, isOther: boolean): void {
    const isAnswer = shown !== null && shownText(shown) === this.#asked;
    this.#asked = '';
    if (isAnswer && !isOther) return;
    const heads = grid ? (shown ?? []).map(({ layer, head }) => layer * grid.nHeads + head) : [];
    const current = heads[0] ?? this.#selection.current;
    this.#selection = { heads: new Set(heads), current, anchor: current };
    const [first] = heads;
    if (first !== undefined && !isOther) void this.updateComplete.then(() => this.ranking?.reveal(first));
  }

  private arrange(changes: Partial<Arrangement>): void {
    this.#arranged = { ...this.#arranged, ...changes };
    this.keep({ ...this.#arranged });
    this.requestUpdate();
  }

  private sort(by: SortKey): void {
    const { sort, changeSort } = this.#arranged;
    const showsChange = this.scene()?.showsChange ?? false;
    this.arrange(showsChange ? { changeSort: sortedBy(changeSort, by) } : { sort: sortedBy(sort, by) });
  }

  private showColumn(recipe: RecipeName, isShown: boolean): void {
    const shown = this.scene()?.columns.map(column => column.recipe) ?? [];
    if (shown.includes(recipe) === isShown) return;
    const chosen = measures.filter(one => (one === recipe ? isShown : shown.includes(one)));
    if (chosen.length > 0) this.arrange({ columns: chosen });
  }

  private select(selection: Selection): void {
    this.#selection = selection;
    this.requestUpdate();
  }

  /** One head alone is shown at once; several when the person says so. */
  private choose(head: number, choice: Choice, order: readonly number[]): void {
    this.select(choose(this.#selection, head, choice, order));
    if (choice === 'only') this.show();
  }

  private show(): void {
    const heads = this.selectedHeads;
    if (heads.length === 0) return;
    this.#asked = shownText(heads);
    this.attempt(this.host.showHeads({ heads }));
  }

  /** VS Code asks the page's own elements what a menu is of, once the event has come to the top. */
  private openMenu(head: number, key: string | null): void {
    const scene = this.scene();
    if (!scene) return;
    if (!this.#selection.heads.has(head)) this.select(choose(this.#selection, head, 'only', []));
    const column = (key === null ? null : parseScoreKey(key)) ?? mainColumn(scene);
    const listed = scene.rows.map(({ index }) => index).filter(index => this.#selection.heads.has(index));
    this.setMenuContext(headContext(scene.table, listed.includes(head) ? listed : [head], column));
  }

  private get ranking(): RankingView | null {
    const view = this.renderRoot.querySelector('model-circuits-ranking');
    return view instanceof RankingView ? view : null;
  }

  private get map(): HeadMapView | null {
    const view = this.renderRoot.querySelector('model-circuits-head-map');
    return view instanceof HeadMapView ? view : null;
  }

  /** In model order. */
  private get selectedHeads(): readonly HeadRef[] {
    const { nHeads: across = 1 } = this.#state?.grid ?? {};
    const chosen = [...this.#selection.heads].toSorted((a, b) => a - b);
    return chosen.map(index => ({ layer: Math.floor(index / across), head: index % across }));
  }

  private openColumns(isOpen: boolean): void {
    this.#isChoosingColumns = isOpen;
    this.requestUpdate();
  }

  protected override keyRows(): readonly KeyRow[] {
    const scene = this.scene();
    return scene ? headsKeyRows(act => this.perform(act, scene)) : [];
  }

  private perform(act: HeadsAct, scene: HeadsScene): void {
    const { heads, current } = this.#selection;
    switch (act) {
      case 'clear':
        if (this.#isChoosingColumns) return this.openColumns(false);
        return this.select({ ...nothingSelected, current });
      case 'select all':
        return this.select({ ...this.#selection, heads: new Set(scene.rows.map(({ index }) => index)) });
      case 'sort by the next': {
        const keys = scene.columns.map(({ key }) => key);
        const next = keys[(keys.findIndex(key => key === scene.sort?.by) + 1) % keys.length];
        if (next && scene.sort) this.sort(next);
        return;
      }
      case 'ablate':
        return this.#acts.ablate();
      case 'copy': {
        const listed = scene.rows.map(({ index }) => index).filter(index => heads.has(index));
        const wanted = listed.length === 0 && current !== null ? [current] : listed;
        const text = valuesText(scene.table, wanted, mainColumn(scene));
        if (text !== '') this.attempt(this.host.copy({ text }));
        return;
      }
      case 'filter':
        return this.renderRoot.querySelector<HTMLElement>('#filter')?.focus();
    }
  }
}

const initialState: HeadsState = {
  checkpoint: null,
  grid: null,
  clean: { phase: { kind: 'none' }, scores: {}, rows: null },
  ablation: null,
  ablated: null,
  shown: null,
  labels: [],
  thresholds: defaultThresholds,
};

function shownText(heads: readonly HeadRef[] | null): string {
  return heads ? formatHeads(heads) : '';
}
