import type { Chooser } from '../support/random';

/** Integers that a reader may take for a length, a count or an offset. */
const extremes = [
  0n,
  1n,
  2n,
  0x7fn,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
];

/** Damages bytes as a broken disk, a broken download or a hostile author does. The result may be the bytes themselves. */
export function damagedBytes(bytes: Uint8Array, choose: Chooser): Uint8Array {
  let result = bytes;
  for (let times = choose.of([1, 1, 1, 2, 4]); times > 0; times--) result = choose.of(damages)(result, choose);
  return result;
}

type Damage = (bytes: Uint8Array, choose: Chooser) => Uint8Array;

const damages: readonly Damage[] = [
  flipped,
  flipped,
  overwritten,
  lying,
  lying,
  truncated,
  repeated,
  cut,
  grown,
  moved,
];

/** Headers and directories stand at the start and at the end, so most damage goes there. */
function position(length: number, choose: Chooser): number {
  switch (choose.below(4)) {
    case 0:
      return choose.below(Math.min(length, 64));
    case 1:
      return choose.below(Math.min(length, 2048));
    case 2:
      return Math.max(0, length - 1 - choose.below(512));
    default:
      return choose.below(length);
  }
}

function flipped(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const result = Uint8Array.from(bytes);
  for (let times = 1 + choose.below(8); times > 0; times--) {
    const at = position(result.length, choose);
    result[at] = (result[at] ?? 0) ^ (1 << choose.below(8));
  }
  return result;
}

function overwritten(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const result = Uint8Array.from(bytes);
  const at = position(result.length, choose);
  const value = choose.below(256);
  for (let i = 0; i < 1 + choose.below(16); i++) result[at + i] = choose.below(2) === 0 ? value : choose.below(256);
  return result;
}

/** Writes an extreme number, or one near the file's size, over four or eight bytes. */
function lying(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const width = choose.of([1, 2, 4, 8] as const);
  if (bytes.length < width) return bytes;
  const result = Uint8Array.from(bytes);
  const view = new DataView(result.buffer);
  const at = Math.min(position(result.length, choose), result.length - width);
  const near = BigInt(Math.max(0, bytes.length - 20 + choose.below(40)));
  const value = choose.below(3) === 0 ? near : choose.of(extremes);
  if (width === 8) view.setBigUint64(at, BigInt.asUintN(64, value), true);
  else if (width === 4) view.setUint32(at, Number(BigInt.asUintN(32, value)), true);
  else if (width === 2) view.setUint16(at, Number(BigInt.asUintN(16, value)), true);
  else result[at] = Number(BigInt.asUintN(8, value));
  return result;
}

function truncated(bytes: Uint8Array, choose: Chooser): Uint8Array {
  return bytes.subarray(0, position(bytes.length + 1, choose));
}

/** Repeats a part up to 64 kB. */
function repeated(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const at = position(bytes.length, choose);
  const part = bytes.subarray(at, at + 1 + choose.below(64));
  const times = 1 + choose.below(Math.floor(65536 / Math.max(1, part.length)));
  const middle = new Uint8Array(part.length * times);
  for (let i = 0; i < times; i++) middle.set(part, i * part.length);
  return joined(bytes.subarray(0, at), middle, bytes.subarray(at));
}

function cut(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const at = position(bytes.length, choose);
  return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + choose.below(64)));
}

function grown(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const at = position(bytes.length, choose);
  const more = Uint8Array.from({ length: 1 + choose.below(32) }, () => choose.below(256));
  return joined(bytes.subarray(0, at), more, bytes.subarray(at));
}

/** Copies a part over another. */
function moved(bytes: Uint8Array, choose: Chooser): Uint8Array {
  const result = Uint8Array.from(bytes);
  result.copyWithin(position(bytes.length, choose), position(bytes.length, choose), bytes.length);
  return result;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
