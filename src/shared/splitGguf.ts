/** The name of one file of a GGUF model that is split into several (`llama_split_path` in llama.cpp). */
export interface SplitGgufName {
  /** From 1. */
  readonly part: number;
  /** The names of all parts, in their order. */
  readonly parts: readonly string[];
}

/** llama.cpp counts the parts in 16 bits. */
const maxParts = 65535;

/** Reads "NAME-00002-of-00003.gguf". Null for a name that is of no part. */
export function splitGgufName(name: string): SplitGgufName | null {
  const [, stem = '', part = '', count = ''] = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(name) ?? [];
  if (count === '' || Number(count) > maxParts || Number(part) < 1 || Number(part) > Number(count)) return null;
  const partName = (_: unknown, index: number): string =>
    `${stem}-${String(index + 1).padStart(5, '0')}-of-${count}.gguf`;
  return { part: Number(part), parts: Array.from({ length: Number(count) }, partName) };
}
