import { html, nothing, type TemplateResult } from 'lit';
import { sameHeads, uniqueHeads, type HeadRef } from '../../src/shared/heads';
import type { HeadType } from '../../src/shared/headTypes';
import type { Handlers } from '../../src/shared/rpc/rpc';
import type {
  AttentionViewApp,
  AttentionViewHost,
  AttentionViewPass,
  AttentionViewState,
  AttentionViewText,
  SharedView,
} from '../../src/shared/contracts/attentionViewContract';
import { choicesStyle } from '../base/choicesStyle';
import type { KeyRow } from '../base/keys';
import { keysStyle } from '../base/keysHelp';
import type { MenuContext } from '../base/menuContext';
import { narrowLayout } from './narrowLayout';
import { onResize } from '../base/onResize';
import { baseStyle } from '../base/styles';
import { ViewApp } from '../base/viewApp';
import { AttentionData } from './attentionData';
import { colourings, shownPairValue, type Colouring } from './colouring';
import { emptyView } from './emptyView';
import { HeadGridView } from './grid/headGridView';
import { headAfter, headsOneStepAway } from './grid/headSteps';
import type { PatternContent } from './pattern/patternDrawing';
import type { Cell } from './pattern/patternPlan';
import { readCell } from './patternReading';
import { PatternView } from './pattern/patternView';
import { scene, type Scene } from './scene';
import { attentionBody } from './attentionBody';
import { exportPicture } from './attentionExport';
import { attentionContext } from './attentionContext';
import { attentionHeader } from './attentionHeader';
import { attentionHints } from './attentionHints';
import { attentionKeyRows, type AttentionActions } from './attentionKeys';
import { attentionStyle } from './attentionStyle';
import { textPieces, type TextPiece } from './text/textPieces';
import { ViewChanges } from './viewChanges';

const minWide = 1100;

/** The attention view: one document's text with attention over it, all heads, one pattern, one token. */
export class AttentionRoot extends ViewApp<AttentionViewHost, AttentionViewApp> {
  #state: AttentionViewState | null = null;
  #data: AttentionData | null = null;
  #colouring: Colouring = colourings.find(one => one === this.kept().colouring) ?? 'attention';
  #locked: readonly number[] = [];
  #hovered: number | null = null;
  #hoveredCell: Cell | null = null;
  /** The head under the pointer in the grid, or that its keys have reached. */
  #pointedAt: HeadRef | null = null;
  readonly #changes = new ViewChanges(view => this.receive({ view }));
  #isWide = false;
  /** What is costly to show again is made again only when it changed. */
  #pieces: readonly TextPiece[] = [];
  #piecesOf: AttentionViewText | null = null;
  #pattern: PatternContent | null = null;

  static override readonly styles = [baseStyle, choicesStyle, keysStyle, attentionStyle, narrowLayout];

  protected override handlers(): Handlers<AttentionViewApp> {
    return {
      show: parts => {
        this.receive(parts);
      },
      exportPicture: wanted =>
        exportPicture(wanted, this.#state, this.scene(), this.#data?.thumbnails() ?? null, this.theme),
    };
  }

  constructor() {
    super();
    onResize(this, () => {
      const isWide = this.clientWidth >= minWide;
      if (isWide !== this.#isWide) this.requestUpdate();
      this.#isWide = isWide;
    });
  }

  protected override ready(): Promise<unknown> {
    return this.host.ready({ hadPass: this.kept().hadPass === true });
  }

  protected override mainClass(): string {
    return 'attention';
  }

  protected override content(): TemplateResult | typeof nothing {
    const state = this.#state;
    if (!state) return nothing;
    const now = this.scene();
    const shown = now?.shown ?? null;
    return html`${attentionHeader({
      state,
      shown,
      type: now ? this.typeOf(now) : null,
      colouring: this.#colouring,
      theme: this.theme,
      status: this.statusLine('notice hint'),
      onColouring: colouring => this.colour(colouring),
      onDirection: direction => this.changeView({ direction }),
      onStepHead: step => this.stepHead(step),
      onSelectHeads: () => this.attempt(this.host.selectHeads(null)),
      onHideStart: () => this.changeView({ hideStart: !state.view.hideStart }),
      onRun: () => this.attempt(this.host.run(null)),
      onRestore: () => this.attempt(this.host.restore(null)),
      onKeys: () => this.toggleKeys(),
    })}
    ${now ? this.body(state, now) : emptyView(state, () => this.attempt(this.host.run(null)))} `;
  }

  override updated(): void {
    this.prepare();
  }

  private body(state: AttentionViewState, now: Scene): TemplateResult {
    return attentionBody({
      state,
      now,
      colouring: this.#colouring,
      theme: this.theme,
      thumbnails: this.#data?.thumbnails() ?? null,
      pieces: this.piecesOf(state, now.pass),
      pattern: this.patternOf(now),
      hoveredCell: this.#hoveredCell,
      isWide: this.#isWide,
      onChooseHead: this.chooseHead,
      onPointAtHead: this.pointAt,
      onHover: this.hover,
      onHoverCell: this.hoverCell,
      onLock: this.lock,
    });
  }

  private choice(): { colouring: Colouring; locked: readonly number[]; hovered: number | null } {
    return { colouring: this.#colouring, locked: this.#locked, hovered: this.#hovered };
  }

  private changeView(changes: Partial<SharedView>): void {
    if (!this.#state) return;
    this.#state = { ...this.#state, view: { ...this.#state.view, ...changes } };
    this.requestUpdate();
    // After what is asked for to show it, which is more urgent than what the text editor makes of it.
    this.attempt(this.#changes.send(() => this.updateComplete.then(() => this.host.view(changes))));
  }

  private receive({ view, ...others }: Partial<AttentionViewState>): void {
    const parts: Partial<AttentionViewState> = { ...others, ...(view && this.#changes.accepts(view) ? { view } : {}) };
    const before = this.#state;
    const state: AttentionViewState = { ...initialState, ...before, ...parts };
    this.#state = state;
    if (parts.view ?? parts.pass ?? parts.ablated) this.say(null);
    if (parts.pass !== undefined) {
      this.#data?.dispose();
      this.#data = parts.pass && new AttentionData(this.host, parts.pass.id, () => this.requestUpdate());
      this.#locked = [];
      this.#hovered = this.#hoveredCell = this.#pointedAt = null;
    }
    if (parts.cursor && parts.cursor.length > 0) this.#locked = parts.cursor;
    if (parts.ablated !== undefined) {
      if (parts.ablated && !before?.ablated) this.#colouring = 'delta';
      if (!parts.ablated && this.#colouring === 'delta') this.#colouring = 'attention';
    }
    this.keep({ document: state.documentUri, hadPass: state.pass !== null || state.isRunning });
    this.requestUpdate();
  }

  private piecesOf({ text }: AttentionViewState, { hasStartToken }: AttentionViewPass): readonly TextPiece[] {
    if (text !== this.#piecesOf) {
      this.#pieces = text ? textPieces(text, hasStartToken) : [];
      this.#piecesOf = text;
    }
    return this.#pieces;
  }

  private patternOf({ pattern }: Scene): PatternContent | null {
    const before = this.#pattern;
    const isSame =
      before !== null &&
      pattern !== null &&
      before.tile === pattern.tile &&
      before.pairValue === pattern.pairValue &&
      before.full === pattern.full &&
      before.hideStart === pattern.hideStart &&
      before.staleToken === pattern.staleToken;
    if (!isSame) this.#pattern = pattern;
    return this.#pattern;
  }

  private typeOf({ pass, shown }: Scene): HeadType | null {
    const [first] = shown.heads;
    return shown.heads.length === 1 && first
      ? (this.#state?.heads.types?.[first.layer * pass.nHeads + first.head] ?? null)
      : null;
  }

  private readCell(cell: Cell): string {
    return this.#pattern ? readCell(this.#pattern, cell) : '';
  }

  private readonly hover = (token: number | null): void => {
    this.#hovered = token;
    // Pointing previews only while nothing is locked.
    if (this.#locked.length === 0) this.requestUpdate();
  };

  private readonly hoverCell = (cell: Cell | null): void => {
    this.#hoveredCell = cell;
    this.requestUpdate();
  };

  /** Keeps a token, or lets go of the one that is kept. */
  private readonly lock = (token: number): void => {
    this.say(null);
    const isLocked = this.#locked.length === 1 && this.#locked[0] === token;
    this.#locked = isLocked ? [] : [token];
    if (!isLocked) this.attempt(this.host.lock({ token }));
    this.requestUpdate();
  };

  private readonly chooseHead = (head: HeadRef, add: boolean): void => {
    const chosen = this.#state?.view.heads ?? [];
    if (!add) return this.changeView({ heads: [head] });
    const without = chosen.filter(one => !sameHeads([one], [head]));
    const heads = without.length < chosen.length ? without : uniqueHeads([...chosen, head]);
    this.changeView({ heads: heads.length > 0 ? heads : [head] });
  };

  private stepHead(step: number): void {
    const pass = this.#state?.pass;
    const head = pass && headAfter(pass, this.#state?.view.heads?.[0] ?? null, step);
    if (head) this.changeView({ heads: [head] });
  }

  private readonly pointAt = (head: HeadRef | null): void => {
    this.#pointedAt = head;
    this.prepare();
  };

  /** Weights alone: other measures cost the engine a product with W_O or W_U a head, which would hold up what is wanted. */
  private prepare(): void {
    const { pass, view } = this.#state ?? {};
    if (!pass || !view || shownPairValue(this.#colouring) !== 'attention') return;
    this.#data?.prepare(headsOneStepAway(pass, view.heads?.[0] ?? null, this.#pointedAt), view.reduce);
  }

  private colour(colouring: Colouring): void {
    // Shown again as well, since the list of colourings shows already what was picked.
    if (colouring === 'delta' && !this.#state?.ablated) return this.say(attentionHints.nothingAblated);
    this.#colouring = colouring;
    this.keep({ colouring });
    this.requestUpdate();
  }

  protected override keyRows(): readonly KeyRow[] {
    return this.#state?.pass ? attentionKeyRows(this.#actions) : [];
  }

  readonly #actions: AttentionActions = {
    colour: colouring => this.colour(colouring),
    stepHead: step => {
      const layer = this.#state?.pass?.nHeads ?? 0;
      this.stepHead(step === 'layer' ? layer : step === '-layer' ? -layer : step);
    },
    reverse: () => {
      const direction = this.#state?.view.direction === 'from' ? 'to' : 'from';
      this.changeView({ direction });
    },
    toggleStart: () => {
      const { pass, view } = this.#state ?? {};
      if (pass?.hasStartToken) this.changeView({ hideStart: !view?.hideStart });
      else this.say(attentionHints.noStartToken);
    },
    ablate: () => {
      const heads = this.#state?.view.heads;
      if (heads) this.attempt(this.host.ablate({ heads }));
      else this.say(attentionHints.manyHeads);
    },
    lockStrongest: () => {
      const now = this.scene();
      const strongest = now?.strongest[0];
      if (strongest !== undefined) this.lock(strongest);
      else if (now?.token === null) this.say(attentionHints.noToken);
    },
    copyValue: () => {
      const cell = this.#hoveredCell ?? this.scene()?.strongestPair;
      if (cell) this.attempt(this.host.copy({ text: this.readCell(cell) }));
      else this.say(attentionHints.noToken);
    },
    zoom: key => {
      const pattern = this.renderRoot.querySelector('model-circuits-pattern');
      if (pattern instanceof PatternView) pattern.zoomBy(key);
    },
    unlock: () => {
      this.#locked = [];
      this.requestUpdate();
    },
  };

  private scene(): Scene | null {
    return this.#state && this.#data && scene(this.#state, this.#data, this.choice(), this.theme);
  }

  protected override menuContext(event: MouseEvent): MenuContext {
    const names = event.composedPath().map(target => (target instanceof HTMLElement ? target.localName : ''));
    const chosen = this.#state?.view.heads ?? [];
    const grid = this.renderRoot.querySelector('model-circuits-head-grid');
    const head =
      names.includes('model-circuits-head-grid') && grid instanceof HeadGridView ? grid.headFor(event) : null;
    const isPattern = names.includes('model-circuits-pattern');
    const cell = isPattern ? (this.#hoveredCell ?? this.scene()?.strongestPair ?? null) : null;
    return attentionContext({
      section: grid && names.includes('model-circuits-head-grid') ? 'head' : isPattern ? 'pattern' : 'text',
      heads: head ? [head] : chosen,
      value: cell && this.readCell(cell),
    });
  }
}

const initialState: AttentionViewState = {
  documentUri: '',
  documentName: '',
  checkpoint: null,
  isRunning: false,
  pass: null,
  text: null,
  view: { heads: null, reduce: 'mean', direction: 'from', hideStart: false },
  cursor: [],
  ablated: null,
  heads: { types: null, prefixMatching: null, labels: [] },
};
