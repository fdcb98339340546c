import * as l10n from '@vscode/l10n';
import type {
  AttentionViewHost,
  AttentionViewState,
  SharedView,
} from '../../src/shared/contracts/attentionViewContract';
import type { Thumbnails } from '../../src/shared/contracts/engineContract';
import { allHeads, sameHeads, uniqueHeads, type HeadRef } from '../../src/shared/heads';
import type { HeadType } from '../../src/shared/headTypes';
import type { MenuContext } from '../base/menuContext';
import type { ViewPage } from '../base/viewPage';
import { attentionContext } from './attentionContext';
import { AttentionData } from './attentionData';
import type { AttentionActions } from './attentionKeys';
import { colourings, shownPairValue, type Colouring } from './colouring';
import { headAfter, headsOneStepAway } from './grid/headSteps';
import { cellText } from './pattern/cellText';
import type { PatternContent } from './pattern/patternDrawing';
import type { Cell } from './pattern/patternPlan';
import { scene, type Scene } from './scene';
import { textPieces, type TextPiece } from './text/textPieces';
import { ViewChanges } from './viewChanges';

/**
 * The state of the attention view: what the host sent, what the user chose here, what has been fetched of the pass. Its
 * methods are the user's actions; after each change it asks the page to render again. It needs no DOM.
 */
export class AttentionController implements AttentionActions {
  #state: AttentionViewState | null = null;
  #data: AttentionData | null = null;
  #colouring: Colouring;
  #locked: readonly number[] = [];
  #hovered: number | null = null;
  #hoveredCell: Cell | null = null;
  /** The head under the pointer in the grid, or the one that the grid's keys have reached. */
  #pointedAt: HeadRef | null = null;
  readonly #changes = new ViewChanges(view => this.receive({ view }));
  // The same objects while their content is the same: text and pattern are costly to render again.
  #pieces: { readonly text: AttentionViewState['text']; readonly pieces: readonly TextPiece[] } | null = null;
  #pattern: PatternContent | null = null;

  constructor(private readonly page: ViewPage<AttentionViewHost>) {
    const { colouring } = page.kept();
    this.#colouring = colourings.find(known => known === colouring) ?? 'attention';
  }

  /** Null until the host has sent it. */
  get state(): AttentionViewState | null {
    return this.#state;
  }

  get colouring(): Colouring {
    return this.#colouring;
  }

  get hoveredCell(): Cell | null {
    return this.#hoveredCell;
  }

  /** Null until they have arrived. */
  get thumbnails(): Thumbnails | null {
    return this.#data?.thumbnails() ?? null;
  }

  /** What is shown of the pass now, which fetches what is missing; null without a pass. */
  scene(): Scene | null {
    if (!this.#state || !this.#data) return null;
    const choice = { colouring: this.#colouring, locked: this.#locked, hovered: this.#hovered };
    return scene(this.#state, this.#data, choice, this.page.theme);
  }

  get pieces(): readonly TextPiece[] {
    const { text = null, pass } = this.#state ?? {};
    if (!this.#pieces || this.#pieces.text !== text) {
      this.#pieces = { text, pieces: text ? textPieces(text, pass?.hasStartToken ?? false) : [] };
    }
    return this.#pieces.pieces;
  }

  /** A scene's pattern: the object of the scene before if their content is the same. */
  pattern({ pattern }: Scene): PatternContent | null {
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

  /** The type of the head on show; null for several heads, and for a head without a type. */
  get shownType(): HeadType | null {
    const { pass, view, heads } = this.#state ?? {};
    const [first, ...others] = view?.heads ?? (pass ? allHeads(pass) : []);
    if (!pass || !first || others.length > 0) return null;
    return heads?.types?.[first.layer * pass.nHeads + first.head] ?? null;
  }

  /** Takes over the parts that the host sends. */
  receive({ view, ...others }: Partial<AttentionViewState>): void {
    const parts: Partial<AttentionViewState> = { ...others, ...(view && this.#changes.accepts(view) ? { view } : {}) };
    const before = this.#state;
    const state: AttentionViewState = { ...initialState, ...before, ...parts };
    this.#state = state;
    if (parts.view ?? parts.pass ?? parts.ablated) this.page.say(null);
    if (parts.pass !== undefined) this.forgetPass();
    if (state.pass?.isImported) this.#colouring = 'attention';
    if (parts.cursor && parts.cursor.length > 0) this.#locked = parts.cursor;
    if (parts.ablated !== undefined) {
      if (parts.ablated && !before?.ablated) this.#colouring = 'delta';
      if (!parts.ablated && this.#colouring === 'delta') this.#colouring = 'attention';
    }
    this.page.keep({ document: state.documentUri, hadPass: state.pass !== null || state.isRunning });
    this.page.requestUpdate();
  }

  private forgetPass(): void {
    const { pass = null } = this.#state ?? {};
    this.#data?.dispose();
    this.#data = pass && new AttentionData(this.page.host, pass.id, () => this.page.requestUpdate());
    this.#locked = [];
    this.#hovered = this.#hoveredCell = this.#pointedAt = null;
  }

  /**
   * Fetches what the user may look at next. Weights only: of other pair values each head costs the engine a product with
   * W_O or W_U, which would delay what is on show.
   */
  readonly prefetch = (): void => {
    const { pass, view } = this.#state ?? {};
    if (!pass || !view || shownPairValue(this.#colouring) !== 'attention') return;
    this.#data?.prepare(headsOneStepAway(pass, view.heads?.[0] ?? null, this.#pointedAt), view.reduce);
  };

  readonly run = (): void => this.page.attempt(this.page.host.run(null));

  readonly restore = (): void => this.page.attempt(this.page.host.restore(null));

  readonly selectHeads = (): void => this.page.attempt(this.page.host.selectHeads(null));

  readonly colour = (colouring: Colouring): void => {
    if (this.#state?.pass?.isImported && colouring !== 'attention') {
      this.page.say(l10n.t('The file has attention alone: a model is needed for the rest.'));
    } else if (colouring === 'delta' && !this.#state?.ablated) {
      this.page.say(l10n.t('Nothing is ablated.'));
    } else {
      this.#colouring = colouring;
      this.page.keep({ colouring });
    }
    // Rendered also if nothing changed: the dropdown already shows what the user picked in it.
    this.page.requestUpdate();
  };

  /** Shown at once; the host gets it after it is rendered, so that the request for what it shows goes first. */
  changeView(changes: Partial<SharedView>): void {
    if (!this.#state) return;
    this.#state = { ...this.#state, view: { ...this.#state.view, ...changes } };
    this.page.requestUpdate();
    const send = (): Promise<void> => this.page.updateComplete.then(() => this.page.host.view(changes));
    this.page.attempt(this.#changes.send(send));
  }

  reverse(): void {
    this.changeView({ direction: this.#state?.view.direction === 'from' ? 'to' : 'from' });
  }

  readonly toggleStart = (): void => {
    const { pass, view } = this.#state ?? {};
    if (pass?.hasStartToken) this.changeView({ hideStart: !view?.hideStart });
    else this.page.say(l10n.t('This model has no start token.'));
  };

  /** Shows a head; with `add`, adds it to the heads on show, or takes it away if it is among them. */
  readonly chooseHead = (head: HeadRef, add: boolean): void => {
    const chosen = this.#state?.view.heads ?? [];
    if (!add) return this.changeView({ heads: [head] });
    const without = chosen.filter(other => !sameHeads([other], [head]));
    const heads = without.length < chosen.length ? without : uniqueHeads([...chosen, head]);
    this.changeView({ heads: heads.length > 0 ? heads : [head] });
  };

  stepHead(step: number | 'layer' | '-layer'): void {
    const { pass, view } = this.#state ?? {};
    if (!pass) return;
    const count = step === 'layer' ? pass.nHeads : step === '-layer' ? -pass.nHeads : step;
    const head = headAfter(pass, view?.heads?.[0] ?? null, count);
    if (head) this.changeView({ heads: [head] });
  }

  readonly pointAt = (head: HeadRef | null): void => {
    this.#pointedAt = head;
    this.prefetch();
  };

  ablate(): void {
    const heads = this.#state?.view.heads;
    if (heads) this.page.attempt(this.page.host.ablate({ heads }));
    else this.page.say(l10n.t('Choose heads first: [ ] or Select Heads…'));
  }

  readonly hover = (token: number | null): void => {
    this.#hovered = token;
    // A hovered token is shown only while none is locked.
    if (this.#locked.length === 0) this.page.requestUpdate();
  };

  readonly hoverCell = (cell: Cell | null): void => {
    this.#hoveredCell = cell;
    this.page.requestUpdate();
  };

  /** Locks a token, here and by the text editor's cursor; unlocks it if it is locked. */
  readonly lock = (token: number): void => {
    this.page.say(null);
    const isLocked = this.#locked.length === 1 && this.#locked[0] === token;
    this.#locked = isLocked ? [] : [token];
    if (!isLocked) this.page.attempt(this.page.host.lock({ token }));
    this.page.requestUpdate();
  };

  unlock(): void {
    this.#locked = [];
    this.page.requestUpdate();
  }

  /** Locks the token with the strongest value at the current one. */
  lockStrongest(): void {
    const now = this.scene();
    const strongest = now?.strongest[0];
    if (strongest !== undefined) this.lock(strongest);
    else if (now?.token === null) this.sayNoToken();
  }

  copyValue(): void {
    const text = this.currentValue();
    if (text === null) this.sayNoToken();
    else this.page.attempt(this.page.host.copy({ text }));
  }

  /** What a context menu acts on: the given head of the grid, else the heads on show. */
  menuContext(section: 'head' | 'pattern' | 'text', head: HeadRef | null): MenuContext {
    const heads = head ? [head] : (this.#state?.view.heads ?? []);
    return attentionContext({ section, heads, value: section === 'pattern' ? this.currentValue() : null });
  }

  /** The value under the pointer, else the strongest one at the current token. */
  private currentValue(): string | null {
    const now = this.scene();
    const cell = this.#hoveredCell ?? now?.strongestPair;
    return cell && now?.pattern ? cellText(now.pattern, cell) : null;
  }

  private sayNoToken(): void {
    this.page.say(l10n.t('Point at a token first, or click one.'));
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
