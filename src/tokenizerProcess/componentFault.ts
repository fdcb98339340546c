/**
 * Why the library refuses a tokenizer.json, with the field at fault. The library's own message names a place in our text,
 * so each field is tried by itself in a small tokenizer.
 */
export function componentFault(json: string, cause: unknown, read: (json: string) => unknown): string {
  const fields = JSON.parse(json) as Record<string, unknown>;
  const small = {
    ...fields,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    model: { type: 'BPE', vocab: {}, merges: [] },
  };
  for (const field of ['normalizer', 'pre_tokenizer', 'added_tokens', 'model']) {
    try {
      read(JSON.stringify({ ...small, [field]: fields[field] }));
    } catch (fault) {
      return `"${field}": ${libraryReason(fault)}`;
    }
  }
  return libraryReason(cause);
}

/** The library's message, without its place in our text. */
export function libraryReason(fault: unknown): string {
  const message = fault instanceof Error ? fault.message : String(fault);
  const plain = message.replaceAll(/ at line \d+ column \d+/g, '').replaceAll('`', '"');
  return plain.includes('untagged enum') ? 'its fields are not those of any known type' : plain;
}
