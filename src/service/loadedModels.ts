import { AppError } from '../shared/errors';
import type { CheckpointRef } from '../shared/checkpointRef';
import type { CheckpointFacts, LoadedCheckpoint } from '../shared/contracts/engineContract';
import type { ReportProgress } from '../shared/progress';
import type { TransformerModel } from '../engine/model';
import { checkpointFacts } from './describeCheckpoint';
import type { Engine } from './engine';
import { fingerprint } from './fingerprint';
import { requireMemory, usableModelBudget, weightsMemory } from './memoryBudget';
import { openCheckpoint } from './openCheckpoint';
import type { Tokenizers } from './tokenizers';
import { WeightsHash } from './weightsHash';

interface LoadedModel {
  readonly model: TransformerModel;
  readonly checkpoint: CheckpointRef;
  readonly facts: CheckpointFacts;
  readonly fingerprint: string | null;
  readonly bytes: number;
}

/** The models in memory, least recently used first. */
export class LoadedModels {
  readonly #models = new Map<string, LoadedModel>();

  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly tokenizers: Tokenizers,
    private readonly budget: number,
  ) {}

  /** Reads the checkpoint at `path`, unless it is in memory and its files are as they were. */
  async load(path: string, signal: AbortSignal, report: ReportProgress): Promise<LoadedCheckpoint> {
    const { backend } = await this.engine();
    const { checkpoint, facts } = await this.current(path, signal, report);
    return { checkpoint, facts, backend };
  }

  /**
   * The model of these very weights, for a pass. It is found in memory even when its files are gone; read again where it
   * is not, and rejected with `checkpoint-changed` when the files now hold other weights.
   */
  async get(ref: CheckpointRef, signal: AbortSignal, report: ReportProgress): Promise<TransformerModel> {
    const held = this.#models.get(ref.weightsId);
    if (held) return this.touch(held).model;
    const current = await this.current(ref.path, signal, report);
    if (current.checkpoint.weightsId !== ref.weightsId) {
      throw new AppError(
        'checkpoint-changed',
        `${ref.path} has changed on disk since this result. Run the model again.`,
      );
    }
    return current.model;
  }

  private async current(path: string, signal: AbortSignal, report: ReportProgress): Promise<LoadedModel> {
    const files = await fingerprint(path);
    const held = [...this.#models.values()].find(one => one.checkpoint.path === path && one.fingerprint === files);
    return held && files !== null ? this.touch(held) : this.read(path, files, signal, report);
  }

  private async read(
    path: string,
    files: string | null,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<LoadedModel> {
    const { backend, loadModel, disposeModel } = await this.engine();
    const checkpoint = await openCheckpoint(path);
    // Before the weights: a tokenizer that does not fit is found in milliseconds.
    await this.tokenizers.find(path);
    const bytes = weightsMemory(checkpoint, backend.name);
    this.makeRoom(bytes, usableModelBudget(this.budget, backend.name), disposeModel);
    requireMemory(checkpoint.name, bytes, backend.name, this.heldBytes);

    const hash = new WeightsHash(checkpoint.storedConfig);
    const onTensorBytes: WeightsHash['add'] = (tensor, raw) => hash.add(tensor, raw);
    const model = await loadModel(checkpoint, { signal, report, onTensorBytes });
    const weightsId = hash.digest();
    const twin = this.#models.get(weightsId);
    if (twin) disposeModel(twin.model);
    const loaded = {
      model,
      checkpoint: { path, weightsId },
      facts: checkpointFacts(checkpoint),
      fingerprint: files,
      bytes,
    };
    this.#models.set(weightsId, loaded);
    return loaded;
  }

  private touch(loaded: LoadedModel): LoadedModel {
    this.#models.delete(loaded.checkpoint.weightsId);
    this.#models.set(loaded.checkpoint.weightsId, loaded);
    return loaded;
  }

  /** What the loaded weights take. */
  get heldBytes(): number {
    return [...this.#models.values()].reduce((sum, loaded) => sum + loaded.bytes, 0);
  }

  private makeRoom(bytes: number, budget: number, dispose: Engine['disposeModel']): void {
    for (const [weightsId, loaded] of this.#models) {
      if (this.heldBytes + bytes <= budget) return;
      this.#models.delete(weightsId);
      dispose(loaded.model);
    }
  }
}
