import type { FloatView } from '../tensorView';

/** An activation of the clean pass that kinds may read, by TransformerLens's name within a block. */
export type CleanActivation = 'attn.hook_z';

/** What a kind may read to compute its replacements: one layer of the clean pass over the same ids. */
export interface CleanLayer {
  readonly rows: number;
  readonly positions: number;
  readonly dHead: number;
  /** Throws for an activation that the kind does not name in `needs`: a programming error. */
  readonly activation: (name: CleanActivation) => FloatView;
}

/** Which of a kind's random draws is computed. A kind that draws nothing gets seed 0 and draw 0, and uses neither. */
export interface Draw {
  readonly seed: number;
  /** From 0, below `draws`. */
  readonly draw: number;
}

/** What a description of a kind depends on: the seed (null for a kind without one) and the number of rows of the pass. */
export interface Occasion {
  readonly seed: number | null;
  readonly rows: number;
}

/** A kind in Python for TransformerLens 2. `cache` holds the clean pass over `rows`, which is one row of ids. */
export interface PythonReplacement {
  /** Continues the comment "Without L0H1: …". */
  readonly comment: (occasion: Occasion) => string;
  /** What is assigned to `z[:, :, head]` in `layer`: an expression of `cache`, `layer`, `head`, and `draw` if there are several. */
  readonly value: string;
  /** Lines that `value` needs before it, for a row of `positions` tokens; each ends with a line break. */
  readonly setup: (positions: number, seed: number) => string;
}

/**
 * One way to replace a head's z [row, position, d_head] at every position. A kind is one file that exports one of these,
 * and one line of `registry.ts`; nothing else names it but the manifest's setting, which a test compares.
 */
export interface InterventionKind<Name extends string = string> {
  /** The name on the command line, in settings, files and keys. */
  readonly name: Name;
  /** A sentence for the list of kinds: what takes the place of a head's output. */
  readonly detail: () => string;
  /** Continues "Without L0H1, …". */
  readonly words: (occasion: Occasion) => string;
  /** Whether the result depends on a seed, which is then shown wherever the kind is. */
  readonly isSeeded: boolean;
  /** How many passes are computed; losses, logits and scores are their mean. */
  readonly draws: number;
  /** Whether all patterns from the first replaced layer on stay those of the clean pass. */
  readonly keepsPatterns: boolean;
  /** The activations that `replacement` reads from the clean pass. */
  readonly needs: readonly CleanActivation[];
  /**
   * What takes the place of one head's z: [row, position, d_head], or [1, 1, d_head] for the same vector everywhere.
   * Throws `bad-input` for ids that do not allow it.
   */
  readonly replacement: (clean: CleanLayer, head: number, draw: Draw) => FloatView;
  readonly python: PythonReplacement;
}

/** Keeps the name's literal type, from which `registry.ts` makes the union of all names. */
export function defineKind<const Name extends string>(kind: InterventionKind<Name>): InterventionKind<Name> {
  return kind;
}

/** The same vector at every position of every row. */
export function everywhere(vector: Float32Array): FloatView {
  return { shape: [1, 1, vector.length], data: vector };
}
