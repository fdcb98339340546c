import { AppError } from './errors';
import { isRecord } from './parsedValues';

/** One attention head: layer and head index, both from 0. */
export interface HeadRef {
  readonly layer: number;
  readonly head: number;
}

/** Layers × heads of a model, to check a head against. */
export interface HeadGrid {
  readonly nLayers: number;
  readonly nHeads: number;
}

/** "L5H1", the form used everywhere. */
export function formatHead({ layer, head }: HeadRef): string {
  return `L${layer}H${head}`;
}

/** Reads "L5H1", "l5h1" or TransformerLens's "5.1"; null for any other text. */
export function parseHead(text: string): HeadRef | null {
  const match = /^\s*(?:L(\d{1,4})H(\d{1,4})|(\d{1,4})\.(\d{1,4}))\s*$/i.exec(text);
  if (!match) return null;
  return { layer: Number(match[1] ?? match[3]), head: Number(match[2] ?? match[4]) };
}

/** Reads heads separated by commas or spaces: "L0H1, 2.3". `unread` holds the words that name no head. */
export function parseHeads(text: string): { heads: HeadRef[]; unread: string[] } {
  const heads: HeadRef[] = [];
  const unread: string[] = [];
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    const head = parseHead(word);
    if (head) heads.push(head);
    else unread.push(word);
  }
  return { heads: uniqueHeads(heads), unread };
}

/** Checks that a value from a page or a file is a list of heads. Throws `bad-input` if it is not. */
export function readHeads(value: unknown): HeadRef[] {
  const isIndex = (index: unknown): index is number =>
    typeof index === 'number' && Number.isInteger(index) && index >= 0;
  const wrong = (): AppError => new AppError('bad-input', `${JSON.stringify(value)} is no list of heads.`);
  if (!Array.isArray(value)) throw wrong();
  return value.map((one: unknown) => {
    if (!isRecord(one) || !isIndex(one.layer) || !isIndex(one.head)) throw wrong();
    return { layer: one.layer, head: one.head };
  });
}

/** The heads in model order, without duplicates. */
export function uniqueHeads(heads: readonly HeadRef[]): HeadRef[] {
  const sorted = heads.toSorted(compareHeads);
  return sorted.filter((head, index) => index === 0 || compareHeads(sorted[index - 1] ?? head, head) !== 0);
}

export function compareHeads(a: HeadRef, b: HeadRef): number {
  return a.layer - b.layer || a.head - b.head;
}

export function sameHeads(a: readonly HeadRef[], b: readonly HeadRef[]): boolean {
  return formatHeads(a) === formatHeads(b);
}

/** "L0H1 L2H3", in model order. */
export function formatHeads(heads: readonly HeadRef[], separator = ' '): string {
  return uniqueHeads(heads).map(formatHead).join(separator);
}

/** The first head that the model does not have, or null. */
export function headOutside(heads: readonly HeadRef[], grid: HeadGrid): HeadRef | null {
  const isCounted = (at: number, count: number): boolean => Number.isInteger(at) && at >= 0 && at < count;
  return heads.find(({ layer, head }) => !isCounted(layer, grid.nLayers) || !isCounted(head, grid.nHeads)) ?? null;
}

export function allHeads(grid: HeadGrid): HeadRef[] {
  return Array.from({ length: grid.nLayers * grid.nHeads }, (_, index) => ({
    layer: Math.floor(index / grid.nHeads),
    head: index % grid.nHeads,
  }));
}

/** The place of a head in model order: layer by layer, from 0. */
export function indexOfHead({ nHeads }: HeadGrid, { layer, head }: HeadRef): number {
  return layer * nHeads + head;
}

/** The head at a place in model order. */
export function headAtIndex({ nHeads }: HeadGrid, index: number): HeadRef {
  return { layer: Math.floor(index / nHeads), head: index % nHeads };
}
