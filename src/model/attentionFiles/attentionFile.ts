import { badCheckpoint } from '../badCheckpoint';

/** Attention that another tool computed. */
export interface AttentionFile {
  /** One text for each position, as the file has it; decimal ids if the file has only ids. */
  readonly tokens: readonly string[];
  readonly hasTexts: boolean;
  /** Of each layer the patterns of its heads: [head, query, key]. All layers have the same number of heads. */
  readonly layers: readonly Float32Array[];
  readonly nHeads: number;
}

/** What a form of file gives before it is checked. */
export interface ReadAttention {
  readonly tokens: readonly string[];
  readonly hasTexts: boolean;
  readonly arrays: readonly NamedArray[];
}

/** Names under which tools keep all patterns together, the likeliest first. */
export const patternNames: readonly string[] = [
  'attention',
  'attentions',
  'attn',
  'attention_pattern',
  'attention_patterns',
  'pattern',
  'patterns',
];

/** Numbers under a name, row-major. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The error for a file without tokens, which says where they are looked for. */
export function noTokens(name: string, where: string): Error {
  return badCheckpoint(name, `has no tokens; ${where}`);
}
