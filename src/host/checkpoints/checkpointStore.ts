import { Disposable, EventEmitter, l10n, workspace, type Event, type LogOutputChannel, type Memento } from 'vscode';
import { namesOnDisk } from '../../disk/nameSources';
import { checkpointNames, nameByPath, type CheckpointName } from '../../shared/checkpointNames';
import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError, asAppError } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import { setContextKey } from '../ui/contextKeys';
import type { BundledDemos } from './bundledDemos';
import type { CheckpointEntry, CheckpointOrigin, CheckpointState } from './checkpointEntry';
import { isInWorkspace, type CheckpointFinder } from './checkpointFinder';
import type { SearchCut } from './searchFolders';
import { TokenizerChoices } from './tokenizerChoices';

export interface CheckpointMemory {
  /** For checkpoints that the user added: they are in the list in every workspace. */
  readonly global: Memento;
  /** For the active checkpoint and the ones removed from the list, which belong to the workspace. */
  readonly workspace: Memento;
}

/** If searching the workspace takes longer, its checkpoints are added to the list later. */
const discoverMs = 1000;

const memoryKeys = { added: 'checkpoints.added', removed: 'checkpoints.removed', active: 'checkpoints.active' };

/** The list of checkpoints, what their headers say, and which one is active. */
export class CheckpointStore implements Disposable {
  readonly #states = new Map<string, CheckpointState>();
  #names: ReadonlyMap<string, CheckpointName> = new Map();
  readonly #listChanged = new EventEmitter<void>();
  readonly onDidChangeList = this.#listChanged.event;
  readonly #activeChanged = new EventEmitter<void>();
  readonly onDidChangeActive = this.#activeChanged.event;
  /** Paths of checkpoints whose files may have other contents now. */
  readonly onDidChangeFiles: Event<ReadonlySet<string>>;
  readonly #subscriptions: Disposable;
  readonly #tokenizers: TokenizerChoices;
  #discover: Promise<void> | null = null;

  constructor(
    readonly demos: BundledDemos,
    private readonly finder: CheckpointFinder,
    private readonly engine: Client<EngineContract>,
    private readonly memory: CheckpointMemory,
    private readonly log: LogOutputChannel,
  ) {
    this.#tokenizers = new TokenizerChoices(memory.workspace);
    this.onDidChangeFiles = finder.onDidChange;
    this.#subscriptions = Disposable.from(
      finder.onDidChange(paths => void this.refreshPaths([...paths])),
      workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
    );
    this.updateRemovedKey();
  }

  /** Searches the workspace at the first call. Resolves when the list is complete, or after `discoverMs`. */
  discover(): Promise<void> {
    return (this.#discover ??= this.discoverOnce());
  }

  /** All known checkpoints without the removed ones. */
  list(): CheckpointEntry[] {
    void this.discover();
    const removed = new Set(this.removed);
    return this.candidates().filter(({ path }) => !removed.has(path));
  }

  /** Where the search of the workspace ended early; null if it saw all folders. */
  get searchCut(): SearchCut | null {
    return this.finder.cut;
  }

  /** The checkpoint that the user chose, also if its files are gone: running it then fails. The demo before any choice. */
  get active(): CheckpointEntry {
    const path = this.memory.workspace.get<string>(memoryKeys.active) ?? this.demos.first;
    return this.candidates().find(entry => entry.path === path) ?? this.entry(path, 'added');
  }

  /** The name of the active checkpoint in views. */
  get activeTitle(): string {
    return this.active.title;
  }

  /** The active checkpoint. Throws `bad-input` if the user has to trust the workspace first. */
  requireActive(): CheckpointEntry {
    const { active } = this;
    if (!workspace.isTrusted && !this.demos.paths.includes(active.path) && isInWorkspace(active.path)) {
      throw new AppError(
        'bad-input',
        l10n.t('Trust this workspace to open its checkpoints. The bundled demo runs without.'),
      );
    }
    return active;
  }

  async use(path: string): Promise<void> {
    if (path === this.active.path) return;
    await this.memory.workspace.update(memoryKeys.active, path);
    this.#activeChanged.fire();
    this.#listChanged.fire();
  }

  async add(paths: readonly string[]): Promise<void> {
    await this.memory.global.update(memoryKeys.added, [...new Set([...this.added, ...paths])]);
    await this.memory.workspace.update(
      memoryKeys.removed,
      this.removed.filter(path => !paths.includes(path)),
    );
    this.updateRemovedKey();
    await this.readNames();
    await this.describe(paths);
  }

  /** Removes checkpoints from the list. Deletes no file. */
  async remove(paths: readonly string[]): Promise<void> {
    const added = new Set(this.added);
    const hide = paths.filter(path => !added.has(path) || this.finder.paths.includes(path));
    await this.memory.global.update(
      memoryKeys.added,
      this.added.filter(path => !paths.includes(path)),
    );
    await this.memory.workspace.update(memoryKeys.removed, [...new Set([...this.removed, ...hide])]);
    this.updateRemovedKey();
    this.#listChanged.fire();
  }

  /** Sets the tokenizer of a checkpoint, or of all snapshots of its run: a path, "bytes", or null for its own. */
  async chooseTokenizer(checkpoint: CheckpointEntry, tokenizer: string | null): Promise<void> {
    await this.#tokenizers.set(checkpoint, tokenizer);
    const isSame = ({ path, run }: CheckpointEntry): boolean =>
      checkpoint.run ? run?.key === checkpoint.run.key : path === checkpoint.path;
    const isOfActive = isSame(this.active);
    await this.describe(
      this.candidates()
        .filter(isSame)
        .map(({ path }) => path),
    );
    // Texts have other tokens now.
    if (isOfActive) this.#activeChanged.fire();
  }

  async showRemoved(): Promise<void> {
    await this.memory.workspace.update(memoryKeys.removed, []);
    this.updateRemovedKey();
    this.#listChanged.fire();
  }

  /** Searches the workspace and reads all headers again. */
  async refresh(): Promise<void> {
    await this.find();
    await this.describeAll();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#listChanged.dispose();
    this.#activeChanged.dispose();
  }

  private get added(): readonly string[] {
    return this.memory.global.get<string[]>(memoryKeys.added) ?? [];
  }

  private get removed(): readonly string[] {
    return this.memory.workspace.get<string[]>(memoryKeys.removed) ?? [];
  }

  private candidates(): CheckpointEntry[] {
    const found = workspace.isTrusted ? this.finder.paths : [];
    const byPath = new Map<string, CheckpointOrigin>([
      ...this.demos.paths.map(path => [path, 'demo'] as const),
      ...this.added.map(path => [path, 'added'] as const),
      ...found.map(path => [path, 'workspace'] as const),
    ]);
    return [...byPath].map(([path, origin]) => this.entry(path, origin));
  }

  private entry(path: string, origin: CheckpointOrigin): CheckpointEntry {
    const name = this.#names.get(path) ?? nameByPath(path);
    const tokenizer = this.#tokenizers.of({ path, run: name.run });
    const state = this.#states.get(path) ?? null;
    return { ...name, path, origin, state, ...(tokenizer === null ? {} : { tokenizer }) };
  }

  private async refreshPaths(paths: readonly string[]): Promise<void> {
    await this.readNames();
    const known = new Set(this.candidates().map(({ path }) => path));
    for (const path of paths) if (!known.has(path)) this.#states.delete(path);
    // The list is shown before the engine describes the checkpoints: it may be starting, or busy with a text.
    this.#listChanged.fire();
    await this.describe(paths.filter(path => known.has(path)));
  }

  private async describe(paths: readonly string[]): Promise<void> {
    try {
      for (const description of paths.length > 0
        ? await this.engine.describe({ paths, tokenizers: this.chosenTokenizers(paths) })
        : []) {
        this.#states.set(
          description.path,
          description.kind === 'checkpoint'
            ? { kind: 'checkpoint', facts: description.facts, training: description.training }
            : { kind: 'problem', message: description.message },
        );
      }
    } catch (thrown) {
      const { message } = asAppError(thrown);
      this.log.error(`Checkpoints could not be described: ${message}`);
      for (const path of paths) this.#states.set(path, { kind: 'problem', message });
    }
    this.#listChanged.fire();
  }

  private chosenTokenizers(paths: readonly string[]): Record<string, string> {
    const wanted = new Set(paths);
    return Object.fromEntries(
      this.candidates().flatMap(({ path, tokenizer }) =>
        wanted.has(path) && tokenizer !== undefined ? [[path, tokenizer]] : [],
      ),
    );
  }

  private discoverOnce(): Promise<void> {
    const found = this.find();
    void found.then(() => this.describeAll());
    return Promise.race([found, new Promise<void>(resolve => setTimeout(resolve, discoverMs))]);
  }

  private async find(): Promise<void> {
    if (workspace.isTrusted) await this.finder.refresh();
    await this.readNames();
  }

  /** All at once, because the name of one depends on the others beside it. */
  private async readNames(): Promise<void> {
    const paths = this.candidates().map(({ path }) => path);
    const names = await checkpointNames(paths, namesOnDisk);
    this.#names = new Map(paths.flatMap((path, i) => (names[i] ? [[path, names[i]]] : [])));
  }

  private describeAll(): Promise<void> {
    return this.describe(this.candidates().map(({ path }) => path));
  }

  private updateRemovedKey(): void {
    void setContextKey('hasRemovedCheckpoints', this.removed.length > 0);
  }
}
