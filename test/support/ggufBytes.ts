/** How a metadata value is written: a string, an array of strings or of float32, or a number of the type named. */
export type GgufValue =
  | string
  | boolean
  | readonly string[]
  | { readonly uint32: number }
  | { readonly uint64: number }
  | { readonly float32: number | readonly number[] }
  | { readonly int32: readonly number[] };

export interface GgufTensor {
  readonly name: string;
  /** As the file lists it: the fastest dimension first. */
  readonly dimensions: readonly number[];
  readonly type?: number;
  /** From the start of the data; behind the tensor before it if not given. */
  readonly offset?: number;
  /** F32 numbers. */
  readonly numbers?: readonly number[];
}

interface GgufParts {
  readonly version?: number;
  readonly metadata?: readonly (readonly [string, GgufValue])[];
  readonly tensors?: readonly GgufTensor[];
  readonly tensorCount?: number;
  readonly keyCount?: number;
}

/** A GGUF file of F32 tensors, aligned to 32 bytes. Counts and offsets may lie. */
export function ggufBytes({ version = 3, metadata = [], tensors = [], tensorCount, keyCount }: GgufParts): Uint8Array {
  const bytes: number[] = [];
  const number = (size: number, write: (view: DataView) => void): void => {
    const view = new DataView(new ArrayBuffer(size));
    write(view);
    bytes.push(...new Uint8Array(view.buffer));
  };
  const uint32 = (value: number): void => number(4, view => view.setUint32(0, value, true));
  const uint64 = (value: number): void => number(8, view => view.setBigUint64(0, BigInt(value), true));
  const float32 = (value: number): void => number(4, view => view.setFloat32(0, value, true));
  const string = (text: string): void => {
    const encoded = new TextEncoder().encode(text);
    uint64(encoded.length);
    bytes.push(...encoded);
  };
  const array = <Item>(type: number, items: readonly Item[], write: (item: Item) => void): void => {
    [9, type].forEach(uint32);
    uint64(items.length);
    items.forEach(write);
  };
  const typed = (type: number, write: () => void): void => {
    uint32(type);
    write();
  };
  const value = (given: GgufValue): void => {
    if (typeof given === 'string') typed(8, () => string(given));
    else if (typeof given === 'boolean') typed(7, () => bytes.push(given ? 1 : 0));
    else if ('uint32' in given) typed(4, () => uint32(given.uint32));
    else if ('uint64' in given) typed(10, () => uint64(given.uint64));
    else if ('int32' in given) array(5, given.int32, item => number(4, view => view.setInt32(0, item, true)));
    else if (!('float32' in given)) array(8, given, string);
    else if (typeof given.float32 === 'number') typed(6, () => float32(Number(given.float32)));
    else array(6, given.float32, float32);
  };
  bytes.push(...new TextEncoder().encode('GGUF'));
  uint32(version);
  uint64(tensorCount ?? tensors.length);
  uint64(keyCount ?? metadata.length);
  for (const [key, given] of metadata) {
    string(key);
    value(given);
  }
  let end = 0;
  for (const { name, dimensions, type = 0, offset, numbers = [] } of tensors) {
    string(name);
    uint32(dimensions.length);
    dimensions.forEach(uint64);
    uint32(type);
    uint64(offset ?? end);
    end += Math.ceil((4 * numbers.length) / 32) * 32;
  }
  const pad = (): void => void bytes.push(...new Array<number>((32 - (bytes.length % 32)) % 32).fill(0));
  for (const { numbers = [] } of tensors) {
    pad();
    numbers.forEach(float32);
  }
  return Uint8Array.from(bytes);
}
