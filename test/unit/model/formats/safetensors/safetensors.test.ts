import { describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from '../../../../../src/model/formats/safetensors/safetensors';
import { safetensorsHeader } from '../../../../../src/model/formats/safetensors/safetensorsHeader';
import type { StoredTensor } from '../../../../../src/model/storedTensor';
import { AppError } from '../../../../../src/shared/errors';
import { memorySource, safetensorsBytes } from '../../../../support/memoryFolder';
import { seededChooser, type Chooser } from '../../../../support/random';
import { rejection } from '../../../../support/rejection';

function read(bytes: Uint8Array): Promise<readonly StoredTensor[]> {
  return readSafetensorsHeader(memorySource('model.safetensors', bytes));
}

const header = {
  __metadata__: { format: 'pt' },
  a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
  scalar: { dtype: 'F16', shape: [], data_offsets: [24, 26] },
  mask: { dtype: 'BOOL', shape: [1, 1, 2, 2], data_offsets: [26, 30] },
  empty: { dtype: 'I64', shape: [0, 5], data_offsets: [30, 30] },
};
const dataBytes = 30;
const good = safetensorsBytes(header, dataBytes);

function withTensor(entry: unknown, bytes = 24): Uint8Array {
  return safetensorsBytes({ a: entry }, bytes);
}

async function messageOf(bytes: Uint8Array): Promise<string> {
  const { reason, message } = await rejection(read(bytes));
  expect(reason).toBe('bad-checkpoint');
  expect(message).toMatch(/^model\.safetensors/);
  return message;
}

describe('a safetensors header', () => {
  it('gives the place of each tensor, without the metadata', async () => {
    const dataStart = good.length - dataBytes;
    expect(
      (await read(good)).map(({ name, dtype, shape, offset, byteLength }) => ({
        name,
        dtype,
        shape,
        offset,
        byteLength,
      })),
    ).toEqual([
      { name: 'a', dtype: 'F32', shape: [2, 3], offset: dataStart, byteLength: 24 },
      { name: 'scalar', dtype: 'F16', shape: [], offset: dataStart + 24, byteLength: 2 },
      { name: 'mask', dtype: 'BOOL', shape: [1, 1, 2, 2], offset: dataStart + 26, byteLength: 4 },
      { name: 'empty', dtype: 'I64', shape: [0, 5], offset: dataStart + 30, byteLength: 0 },
    ]);
  });

  it('may list tensors in another order than their data', async () => {
    const reversed = Object.fromEntries(Object.entries(header).toReversed());
    expect((await read(safetensorsBytes(reversed, dataBytes))).map(({ name }) => name)).toEqual([
      'empty',
      'mask',
      'scalar',
      'a',
    ]);
  });

  it('may be padded with spaces, and hold no tensor at all', async () => {
    expect(await read(safetensorsBytes('{}      ', 0))).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'may name a tensor %j, which is a tensor like any other',
    async name => {
      const bytes = safetensorsBytes(
        `{${JSON.stringify(name)}: {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}`,
        4,
      );
      const [tensor] = await read(bytes);
      expect(tensor).toMatchObject({ name, byteLength: 4 });
      expect({}).not.toHaveProperty('dtype');
    },
  );

  it('is refused if the file is cut at any byte', async () => {
    for (let length = 0; length < good.length; length++) await messageOf(good.subarray(0, length));
  });

  it.each([
    ['a length beyond the file', 5000, /claims a header of 5000 bytes but is \d+ bytes long; it is truncated/],
    ['a length beyond the format’s limit', 100_000_001, /claims a header of 100000001 bytes; safetensors allows/],
    ['a length near 2⁶⁴', 0xffff_ffff_ffff_ffffn, /claims a header of 18446744073709551615 bytes; .*Download it again/],
    ['a length that ends inside the JSON', 40, /is not valid JSON/],
    ['no length', 0, /is not valid JSON/],
  ])('is refused with %s', async (_what, length, message) => {
    const bytes = Uint8Array.from(good);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    expect(await messageOf(bytes)).toMatch(message);
  });

  it.each([
    ['JSON that is no object', '[1, 2]', /holds no JSON object/],
    ['null', 'null', /holds no JSON object/],
    ['no JSON', '{"a": }', /is not valid JSON/],
    ['an entry that is no object', '{"a": 3}', /tensor "a" has no entry object/],
    ['an entry that is a list', '{"a": [4]}', /tensor "a" has no entry object/],
    ['an entry that is null', '{"a": null}', /tensor "a" has no entry object/],
  ])('is refused if it holds %s', async (_what, text, message) => {
    expect(await messageOf(safetensorsBytes(text, 0))).toMatch(message);
  });

  it.each([
    ['a tensor twice', '{"a": ENTRY, "b": ENTRY, "\\u0061": ENTRY}', /: has "a" twice in its header/],
    [
      'a field twice',
      '{"a": {"dtype": "F32", "dtype": "I32", "shape": [1], "data_offsets": [0, 4]}}',
      /has "dtype" twice/,
    ],
    ['spaces before the object', ' {"a": ENTRY}', /does not begin with "\{"/],
    ['a byte-order mark', '\ufeff{"a": ENTRY}', /does not begin with "\{"/],
    ['metadata that are no text', '{"__metadata__": {"format": 1}, "a": ENTRY}', /"format" is 1, expected a string/],
    ['a list of metadata', '{"__metadata__": ["pt"], "a": ENTRY}', /"__metadata__" is \["pt"\], expected an object/],
  ])('is refused with %s, which the format forbids', async (_what, text, message) => {
    const entry = '{"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}';
    expect(await messageOf(safetensorsBytes(text.replaceAll('ENTRY', entry), 4))).toMatch(message);
  });

  it('is refused if it is not UTF-8', async () => {
    const bytes = Uint8Array.from(good);
    bytes[good.indexOf(0x61)] = 0xff;
    expect(await messageOf(bytes)).toMatch(/is not valid JSON/);
  });

  it.each([
    ['an unknown dtype', { dtype: 'F128', shape: [6], data_offsets: [0, 24] }, /the unknown dtype "F128"/],
    ['a dtype of another case', { dtype: 'f32', shape: [6], data_offsets: [0, 24] }, /unknown dtype/],
    ['no dtype', { shape: [6], data_offsets: [0, 24] }, /unknown dtype/],
    ['a dtype that every object has', { dtype: 'constructor', shape: [6], data_offsets: [0, 24] }, /unknown dtype/],
    [
      'a dtype that has no text',
      { dtype: { toString: 1, valueOf: 1 }, shape: [6], data_offsets: [0, 24] },
      /unknown dtype/,
    ],
    ['a negative length', { dtype: 'F32', shape: [-6], data_offsets: [0, 24] }, /impossible shape/],
    ['two negative lengths', { dtype: 'F32', shape: [-2, -3], data_offsets: [0, 24] }, /impossible shape/],
    ['half a length', { dtype: 'F32', shape: [1.5, 4], data_offsets: [0, 24] }, /impossible shape/],
    ['a length as text', { dtype: 'F32', shape: ['6'], data_offsets: [0, 24] }, /impossible shape/],
    ['a length beyond exact numbers', { dtype: 'F32', shape: [2 ** 53], data_offsets: [0, 24] }, /impossible shape/],
    ['too many dimensions', { dtype: 'F32', shape: Array(17).fill(1), data_offsets: [0, 4] }, /impossible shape/],
    ['no shape', { dtype: 'F32', data_offsets: [0, 24] }, /impossible shape/],
    [
      'a product that overflows',
      { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 24] },
      /spans 24 bytes, but F32/,
    ],
    ['one offset', { dtype: 'F32', shape: [6], data_offsets: [24] }, /impossible data offsets/],
    ['three offsets', { dtype: 'F32', shape: [6], data_offsets: [0, 24, 24] }, /impossible data offsets/],
    ['a negative offset', { dtype: 'F32', shape: [6], data_offsets: [-24, 0] }, /impossible data offsets/],
    ['half an offset', { dtype: 'F32', shape: [6], data_offsets: [0.5, 24.5] }, /impossible data offsets/],
    ['no offsets', { dtype: 'F32', shape: [6] }, /impossible data offsets/],
    [
      'offsets that run backwards',
      { dtype: 'F32', shape: [6], data_offsets: [24, 0] },
      /spans -24 bytes, but F32 \[6\] needs 24/,
    ],
    [
      'a shape larger than its span',
      { dtype: 'F32', shape: [7], data_offsets: [0, 24] },
      /spans 24 bytes, but F32 \[7\] needs 28/,
    ],
    [
      'a shape smaller than its span',
      { dtype: 'F16', shape: [6], data_offsets: [0, 24] },
      /spans 24 bytes, but F16 \[6\] needs 12/,
    ],
    [
      'a span beyond the file',
      { dtype: 'F32', shape: [8], data_offsets: [0, 32] },
      /ends at byte \d+, but the file is \d+ bytes long/,
    ],
  ])('is refused for a tensor with %s', async (_what, entry, message) => {
    const text = await messageOf(withTensor(entry));
    expect(text).toMatch(message);
    expect(text).toContain('tensor "a"');
  });

  it('is refused if tensors overlap, leave a hole, or end before the file does', async () => {
    const two = (second: [number, number], bytes: number): Uint8Array =>
      safetensorsBytes(
        {
          a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
          b: { dtype: 'F32', shape: [2], data_offsets: second },
        },
        bytes,
      );
    expect(await messageOf(two([4, 12], 12))).toMatch(/tensor "b" overlaps the one before it/);
    expect(await messageOf(two([0, 8], 8))).toMatch(/overlaps/);
    expect(await messageOf(two([12, 20], 20))).toMatch(/has 4 unused bytes before tensor "b"/);
    expect(await messageOf(two([8, 16], 17))).toMatch(/has 1 bytes after its last tensor/);
    expect(await read(two([8, 16], 16))).toHaveLength(2);
  });

  it('is refused if an empty tensor lies inside another', async () => {
    const bytes = safetensorsBytes(
      {
        a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        none: { dtype: 'F32', shape: [0], data_offsets: [4, 4] },
      },
      8,
    );
    expect(await messageOf(bytes)).toMatch(/overlaps/);
  });

  it('is refused with a message of one line, whatever it contains', async () => {
    const long = 'x'.repeat(1_000_000);
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const text of [
      `{"a": {"dtype": "${long}", "shape": [1], "data_offsets": [0, 4]}}`,
      `{"a": {"dtype": ${nested}, "shape": [1], "data_offsets": [0, 4]}}`,
      `{"a": {"dtype": "F32", "shape": ${nested}, "data_offsets": [0, 4]}}`,
      `{"${long}": 0}`,
      nested,
      long,
    ]) {
      expect((await messageOf(safetensorsBytes(text, 4))).length).toBeLessThan(300);
    }
  });

  // A quadratic check would exceed the time limit of a test.
  it('of 20,000 tensors is read', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`t${i}`, { dtype: 'U8', shape: [1], data_offsets: [i, i + 1] }]),
    );
    expect(await read(safetensorsBytes(many, 20_000))).toHaveLength(20_000);
  });
});

describe('a header that we write', () => {
  it('is read back, with data aligned to 8 bytes', async () => {
    const tensors = [
      { name: 'logits', dtype: 'F32', shape: [1, 2, 3] },
      { name: 'input_ids', dtype: 'I32', shape: [1, 2] },
      { name: 'loss_per_token', dtype: 'F32', shape: [1, 0] },
      { name: 'ünï "quoted" 🙂', dtype: 'F32', shape: [] },
    ] as const;
    const bytes = safetensorsHeader(tensors);
    expect(bytes.length % 8).toBe(0);
    const file = new Uint8Array(bytes.length + 4 * (6 + 2 + 0 + 1));
    file.set(bytes);
    const stored = await read(file);
    expect(stored.map(({ name, dtype, shape }) => ({ name, dtype, shape }))).toEqual(tensors);
    expect(stored.map(({ offset }) => offset - bytes.length)).toEqual([0, 24, 32, 32]);
  });

  it('makes a file without tensors too', async () => {
    expect(await read(safetensorsHeader([]))).toEqual([]);
  });
});

describe('a damaged safetensors file', () => {
  it('is read correctly or refused as a bad checkpoint, in 4,000 random cases', async () => {
    const choose = seededChooser(20221124);
    let refused = 0;
    for (let round = 0; round < 4000; round++) {
      const bytes = round % 2 === 0 ? flipped(choose) : rewritten(choose);
      const result = await read(bytes).catch((thrown: unknown) => thrown);
      if (result instanceof AppError) {
        expect(result.reason).toBe('bad-checkpoint');
        refused += 1;
      } else if (Array.isArray(result)) {
        expectSound(result as StoredTensor[], bytes.length);
      } else {
        expect.fail(`round ${round}: ${String(result)}`);
      }
    }
    // Most damage shows. The rest hit data, metadata or a name.
    expect(refused).toBeGreaterThan(2500);
    expect(refused).toBeLessThan(4000);
  });
});

/** Changes some bytes of length and header, or cuts or extends the file. */
function flipped(choose: Chooser): Uint8Array {
  const bytes = Uint8Array.from(good);
  for (let count = 1 + choose.below(4); count > 0; count--) bytes[choose.below(bytes.length)] = choose.below(256);
  const change = choose.below(6);
  if (change === 0) return bytes.subarray(0, choose.below(bytes.length));
  return change === 1 ? Uint8Array.from([...bytes, ...bytes.subarray(0, choose.below(20))]) : bytes;
}

const oddities: readonly unknown[] = [
  null,
  -1,
  0,
  0.5,
  1e308,
  2 ** 53,
  2 ** 32,
  '',
  'F32',
  'BF16',
  [],
  [0],
  [0, 24],
  [24, 0],
  {},
  { toString: 1, valueOf: 1 },
  { dtype: 'F32', shape: [6], data_offsets: [0, 24] },
  [[[[[]]]]],
  true,
  '\ud800',
  Array(40).fill(1),
];

/** Valid JSON with one odd value in it. */
function rewritten(choose: Chooser): Uint8Array {
  const copy = structuredClone(header) as unknown as Record<string, Record<string, unknown> | null>;
  for (let count = 1 + choose.below(2); count > 0; count--) {
    const name = choose.of(Object.keys(copy));
    const odd = structuredClone(choose.of(oddities));
    const entry = copy[name];
    const isObject = typeof entry === 'object' && entry !== null;
    if (!isObject || choose.below(5) === 0)
      copy[choose.of([name, 'new', '__metadata__'])] = odd as Record<string, unknown>;
    else if (choose.below(4) === 0) Reflect.deleteProperty(entry, choose.of(['dtype', 'shape', 'data_offsets']));
    else entry[choose.of(['dtype', 'shape', 'data_offsets', 'more'])] = odd;
  }
  return safetensorsBytes(copy, choose.of([dataBytes, dataBytes, dataBytes, 0, 24, 60]));
}

/** Expects every span inside the file, as long as its shape requires, and none over another. */
function expectSound(tensors: readonly StoredTensor[], size: number): void {
  const widths: Record<string, number> = { F32: 4, F16: 2, BF16: 2, BOOL: 1, I64: 8, U8: 1 };
  let covered = 0;
  for (const { dtype, shape, offset, byteLength } of tensors) {
    expect(byteLength).toBe(shape.reduce((product, length) => product * length, widths[dtype] ?? NaN));
    expect(offset + byteLength).toBeLessThanOrEqual(size);
    covered += byteLength;
  }
  if (tensors.length > 0) expect(covered).toBe(size - Math.min(...tensors.map(({ offset }) => offset)));
}
