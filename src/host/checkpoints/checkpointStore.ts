import { basename } from 'node:path';
import { Disposable, EventEmitter, l10n, workspace, type Event, type LogOutputChannel, type Memento } from 'vscode';
import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError, asAppError } from '../../shared/errors';
import type { Client } from '../../shared/rpc/rpc';
import { setContextKey } from '../ui/contextKeys';
import type { BundledDemos } from './bundledDemos';
import { checkpointTitle, type CheckpointEntry, type CheckpointOrigin, type CheckpointState } from './checkpointEntry';
import { isInWorkspace, type CheckpointFinder } from './checkpointFinder';

export interface CheckpointMemory {
  /** Folders added by hand go along to every workspace. */
  readonly global: Memento;
  /** The active checkpoint and what has been removed from the list belong to the workspace. */
  readonly workspace: Memento;
}

/** A workspace that takes longer to walk adds to the list later. */
const discoverMs = 1000;

const memoryKeys = { added: 'checkpoints.added', removed: 'checkpoints.removed', active: 'checkpoints.active' };

/** The checkpoints that can be chosen, what their headers say, and which is active. The one owner of these. */
export class CheckpointStore implements Disposable {
  readonly #states = new Map<string, CheckpointState>();
  readonly #listChanged = new EventEmitter<void>();
  readonly onDidChangeList = this.#listChanged.event;
  readonly #activeChanged = new EventEmitter<void>();
  readonly onDidChangeActive = this.#activeChanged.event;
  /** Paths whose files may hold something else now. */
  readonly onDidChangeFiles: Event<ReadonlySet<string>>;
  readonly #subscriptions: Disposable;
  #discover: Promise<void> | null = null;

  constructor(
    readonly demos: BundledDemos,
    private readonly finder: CheckpointFinder,
    private readonly engine: Client<EngineContract>,
    private readonly memory: CheckpointMemory,
    private readonly log: LogOutputChannel,
  ) {
    this.onDidChangeFiles = finder.onDidChange;
    this.#subscriptions = Disposable.from(
      finder.onDidChange(paths => void this.refreshPaths([...paths])),
      workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
    );
    this.tellRemoved();
  }

  /** Looks for them once, when the tree is first seen. Settles when the list is whole, or after a second. */
  discover(): Promise<void> {
    return (this.#discover ??= this.look());
  }

  /** All that are known but the removed ones. */
  list(): CheckpointEntry[] {
    void this.discover();
    const removed = new Set(this.removed);
    return this.candidates().filter(({ path }) => !removed.has(path));
  }

  /** The chosen checkpoint, also where it is gone by now: running it says so. The demo until one is chosen. */
  get active(): CheckpointEntry {
    const path = this.memory.workspace.get<string>(memoryKeys.active) ?? this.demos.first;
    return this.candidates().find(entry => entry.path === path) ?? this.entry(path, 'added');
  }

  /** The active checkpoint as views name it. */
  get activeTitle(): string {
    return checkpointTitle(this.active);
  }

  /** Throws what the person has to do where the active checkpoint may not be read. */
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
    this.tellRemoved();
    await this.describe(paths);
  }

  /** Takes checkpoints off the list; nothing is deleted. */
  async remove(paths: readonly string[]): Promise<void> {
    const added = new Set(this.added);
    const hide = paths.filter(path => !added.has(path) || this.finder.paths.includes(path));
    await this.memory.global.update(
      memoryKeys.added,
      this.added.filter(path => !paths.includes(path)),
    );
    await this.memory.workspace.update(memoryKeys.removed, [...new Set([...this.removed, ...hide])]);
    this.tellRemoved();
    this.#listChanged.fire();
  }

  async showRemoved(): Promise<void> {
    await this.memory.workspace.update(memoryKeys.removed, []);
    this.tellRemoved();
    this.#listChanged.fire();
  }

  /** Looks for checkpoints and reads all headers again. */
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
    return { path, name: basename(path), origin, state: this.#states.get(path) ?? null };
  }

  private async refreshPaths(paths: readonly string[]): Promise<void> {
    const known = new Set(this.candidates().map(({ path }) => path));
    for (const path of paths) if (!known.has(path)) this.#states.delete(path);
    // What is there is told at once; the engine that describes it may be starting, or busy with a text.
    this.#listChanged.fire();
    await this.describe(paths.filter(path => known.has(path)));
  }

  private async describe(paths: readonly string[]): Promise<void> {
    try {
      for (const description of paths.length > 0 ? await this.engine.describe({ paths }) : []) {
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

  private look(): Promise<void> {
    const found = this.find();
    void found.then(() => this.describeAll());
    return Promise.race([found, new Promise<void>(resolve => setTimeout(resolve, discoverMs))]);
  }

  private async find(): Promise<void> {
    if (workspace.isTrusted) await this.finder.refresh();
  }

  private describeAll(): Promise<void> {
    return this.describe(this.candidates().map(({ path }) => path));
  }

  private tellRemoved(): void {
    void setContextKey('hasRemovedCheckpoints', this.removed.length > 0);
  }
}
