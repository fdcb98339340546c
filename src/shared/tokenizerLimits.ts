/** What a tokenizer may use before its process is ended. A tokenizer.json is a program from a stranger. */
export const tokenizerLimits = {
  /** Of the whole process. Gemma's tokenizer, the largest that is published, needs a third. */
  memoryBytes: 2 ** 30,
  /** UTF-16 code units. */
  textLength: 16 * 2 ** 20,
  /** Milliseconds of processor time to read a tokenizer. */
  loadTime: 10_000,
  /** Milliseconds of processor time to tokenize a text: 1 MB takes about 600. */
  encodeTime: (length: number): number => 1500 + length / 100,
  /** Milliseconds on the clock for either, also if the process gets no processor time at all. */
  wallTime: 30_000,
  /** Lines that the process writes to stderr before it ends itself. */
  timeWord: 'tokenizer process: too much time',
  memoryWord: 'tokenizer process: too much memory',
} as const;
