/** Why a key does nothing now, and what to do first. */
export const attentionHints = {
  manyHeads: 'Choose heads first: [ ] or Select Heads…',
  noStartToken: 'This model has no start token.',
  nothingAblated: 'Nothing is ablated.',
  noToken: 'Point at a token first, or click one.',
} as const;
