import type { Memento } from 'vscode';
import type { CheckpointName } from '../../shared/checkpointNames';

const memoryKey = 'checkpoints.tokenizers';

/**
 * The tokenizers that the user chose, one for each run or checkpoint. They are in the state of the workspace and not in its
 * settings, which people share: the paths are of this machine.
 */
export class TokenizerChoices {
  constructor(private readonly memory: Memento) {}

  /** The path of a folder or file, or "bytes"; null if the user chose none. */
  of(checkpoint: ChoiceOwner): string | null {
    const chosen = this.all[keyOf(checkpoint)];
    return typeof chosen === 'string' ? chosen : null;
  }

  async set(checkpoint: ChoiceOwner, tokenizer: string | null): Promise<void> {
    const others = Object.entries(this.all).filter(([key]) => key !== keyOf(checkpoint));
    const own = tokenizer === null ? [] : [[keyOf(checkpoint), tokenizer]];
    await this.memory.update(memoryKey, Object.fromEntries([...others, ...own]));
  }

  private get all(): Readonly<Record<string, unknown>> {
    return this.memory.get<Record<string, unknown>>(memoryKey) ?? {};
  }
}

type ChoiceOwner = Pick<CheckpointName, 'run'> & { readonly path: string };

/** The snapshots of a run share a choice. */
function keyOf({ path, run }: ChoiceOwner): string {
  return run?.key ?? path;
}
