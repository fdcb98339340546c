import { AppError } from '../shared/errors';
import type { CheckpointRef } from '../shared/checkpointRef';
import type { CheckpointFacts, ChosenCheckpoint, LoadedCheckpoint } from '../shared/contracts/engineContract';
import type { ReportProgress } from '../shared/progress';
import type { TransformerModel } from '../engine/model';
import { badCheckpoint } from '../model/badCheckpoint';
import { collectGarbage } from './collectGarbage';
import { checkpointFacts, trainingStep, withTokenizer } from './describeCheckpoint';
import { fingerprint } from './fingerprint';
import type { Engine } from './lazyEngine';
import { LeastRecentlyUsed } from './leastRecentlyUsed';
import { requireMemory, usableModelBudget, weightsMemory } from './memoryBudget';
import { openCheckpoint } from './openCheckpoint';
import type { Tokenizers } from './tokenizers';
import { WeightsHash } from './weightsHash';

interface LoadedModel {
  readonly model: TransformerModel;
  readonly dispose: () => void;
  readonly checkpoint: CheckpointRef;
  /** Without what its tokenizer says. */
  readonly facts: CheckpointFacts;
  readonly fingerprint: string | null;
}

/** The models in memory, by their weights. A byte budget limits them; the least recently used is dropped first. */
export class LoadedModels {
  readonly #models = new LeastRecentlyUsed<LoadedModel>(({ dispose }) => dispose());

  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly tokenizers: Tokenizers,
    private readonly budget: number,
  ) {}

  /**
   * Reads a checkpoint, unless it is in memory and its files have not changed. Rejects with `bad-checkpoint`,
   * `unsupported`, `out-of-memory` or `cancelled`.
   */
  async load(chosen: ChosenCheckpoint, signal: AbortSignal, report: ReportProgress): Promise<LoadedCheckpoint> {
    const { backend } = await this.engine();
    const { checkpoint, facts } = await this.current(chosen.path, signal, report);
    const tokenizer = await this.tokenizers.facts(chosen, facts.tokenizer);
    return { checkpoint: { ...checkpoint, ...chosen }, facts: withTokenizer(facts, tokenizer), backend };
  }

  /**
   * The model with these weights. It is found in memory even if its files are gone, and read again if it is not in memory.
   * Rejects with `checkpoint-changed` if the files now have other weights.
   */
  async get(ref: CheckpointRef, signal: AbortSignal, report: ReportProgress): Promise<TransformerModel> {
    const held = this.#models.get(ref.weightsId);
    if (held) return held.model;
    const current = await this.current(ref.path, signal, report);
    if (current.checkpoint.weightsId !== ref.weightsId) {
      throw new AppError(
        'checkpoint-changed',
        `${ref.path} has changed on disk since this result. Run the model again.`,
      );
    }
    return current.model;
  }

  /** Uses the model for a sweep. It stays in memory until `work` ends, even if that gives way to loading another model. */
  async use<Result>(
    ref: CheckpointRef,
    signal: AbortSignal,
    report: ReportProgress,
    work: (model: TransformerModel) => Promise<Result>,
  ): Promise<Result> {
    const model = await this.get(ref, signal, report);
    const release = this.#models.hold(ref.weightsId);
    try {
      return await work(model);
    } finally {
      release();
    }
  }

  private async current(path: string, signal: AbortSignal, report: ReportProgress): Promise<LoadedModel> {
    const files = await fingerprint(path);
    const held = this.#models.find(one => one.checkpoint.path === path && one.fingerprint === files);
    if (!held || files === null) return this.readUnchanged(path, files, signal, report);
    return this.#models.get(held.checkpoint.weightsId) ?? held;
  }

  /** Reads the checkpoint a second time if its files change meanwhile, and no third time. */
  private async readUnchanged(
    path: string,
    files: string | null,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<LoadedModel> {
    try {
      return await this.read(path, files, signal, report);
    } catch (thrown) {
      const now = await fingerprint(path);
      if (signal.aborted || now === null || now === files) throw thrown;
      return this.read(path, now, signal, report);
    }
  }

  private async read(
    path: string,
    files: string | null,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<LoadedModel> {
    const { backend, loadModel, disposeModel } = await this.engine();
    const checkpoint = await openCheckpoint(path);
    const bytes = weightsMemory(checkpoint, backend.name);
    this.#models.makeRoom(bytes, usableModelBudget(this.budget, backend.name));
    requireMemory(checkpoint.name, bytes, backend.name, this.heldBytes);

    const hash = new WeightsHash(checkpoint.storedConfig);
    const onTensorBytes: WeightsHash['add'] = (tensor, raw, from) => hash.add(tensor, raw, from);
    const read = await loadModel(checkpoint, { signal, report, onTensorBytes, collectGarbage });
    const weightsId = hash.digest();
    // What is written into a file between two reads of it changes its times only, and those of the last read are seen here.
    if ((await fingerprint(path)) !== files) {
      disposeModel(read);
      throw badCheckpoint(checkpoint.name, 'was changed while it was read; load it again when nothing writes to it');
    }
    // The same weights were read from another path, or before their files were touched. A sweep may hold that model.
    const twin = this.#models.get(weightsId);
    if (twin) disposeModel(read);
    const model = twin?.model ?? read;
    const loaded = {
      model,
      dispose: () => disposeModel(model),
      checkpoint: { path, weightsId },
      facts: checkpointFacts(checkpoint, await trainingStep(path)),
      fingerprint: files,
    };
    this.#models.set(weightsId, loaded, bytes);
    return loaded;
  }

  /** Bytes of all loaded weights. */
  get heldBytes(): number {
    return this.#models.bytes;
  }
}
