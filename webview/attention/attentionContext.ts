import { formatHeads, type HeadRef } from '../../src/shared/heads';
import type { MenuContext } from '../base/menuContext';

/** What a context menu of the attention view acts on. */
export interface AttentionMenuTarget {
  readonly section: 'head' | 'pattern' | 'text';
  readonly heads: readonly HeadRef[];
  /** What Copy Value copies; null if there is no value. */
  readonly value: string | null;
}

export function attentionContext({ section, heads, value }: AttentionMenuTarget): MenuContext {
  return { webviewSection: section, heads: formatHeads(heads), hasValue: value !== null, value: value ?? '' };
}
