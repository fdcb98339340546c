import type { Chooser } from '../support/random';

/** Opcodes of pickle protocols 0 to 5 that take no argument. */
const plain = [
  ...bytesOf('.012(NtldesaubR}])Qio'),
  ...[0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x97, 0x98],
];

function bytesOf(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}

/** A pickle of random opcodes, of containers that contain themselves, or one that doubles with each byte. */
export function hostilePickle(choose: Chooser): Uint8Array {
  switch (choose.below(5)) {
    case 0:
      return bomb(1 + choose.below(60));
    case 1:
      // Lists inside each other, deeper than any stack.
      return program([
        ...Array.from({ length: choose.of([100, 100_000]) }, () => 0x28),
        ...Array.from({ length: 1000 }, () => 0x6c),
      ]);
    case 2:
      // A list that is its own item, and a dict that is its own value.
      return program([0x5d, 0x94, 0x68, 0, 0x61, 0x7d, 0x94, 0x8c, 1, 0x61, 0x68, 1, 0x73, 0x30]);
    case 3:
      // A text that claims 2⁶⁰ bytes.
      return program([choose.of([0x8d, 0x8e, 0x96]), 0, 0, 0, 0, 0, 0, 0, 0x10, 0x61]);
    default:
      return program(Array.from({ length: 1 + choose.below(300) }, () => opcode(choose)).flat());
  }
}

/** [x, x] of [x, x] of …: two to the power of `levels` items from a few bytes each. */
function bomb(levels: number): Uint8Array {
  const code: number[] = [0x5d, 0x71, 0]; // [] as memo 0
  for (let level = 1; level <= levels; level++)
    code.push(0x5d, 0x28, 0x68, level - 1, 0x68, level - 1, 0x65, 0x71, level);
  return program(code);
}

function opcode(choose: Chooser): number[] {
  const byte = (): number => choose.below(256);
  const line = bytesOf(
    choose.of([
      'torch\n',
      '_rebuild_tensor_v2\n',
      'os\n',
      'system\n',
      'collections\n',
      'OrderedDict\n',
      '1\n',
      '-1\n',
      'x\n',
      '\n',
    ]),
  );
  switch (choose.below(9)) {
    case 0:
      return [choose.of([0x4b, 0x68, 0x71]), byte()]; // BININT1, BINGET, BINPUT
    case 1:
      return [
        choose.of([0x4a, 0x6a, 0x72, 0x58, 0x54, 0x42, 0x8b]),
        byte(),
        choose.below(2),
        0,
        choose.of([0, 0x7f, 0xff]),
      ];
    case 2:
      return [
        choose.of([0x8c, 0x55, 0x43, 0x8a]),
        choose.below(8),
        byte(),
        byte(),
        byte(),
        byte(),
        byte(),
        byte(),
        byte(),
      ];
    case 3:
      // GLOBAL: module and name.
      return [
        0x63,
        ...line,
        ...bytesOf(choose.of(['_rebuild_tensor_v2\n', 'system\n', 'FloatStorage\n', 'OrderedDict\n'])),
      ];
    case 4:
      return [choose.of([0x49, 0x46, 0x4c, 0x50, 0x53, 0x56, 0x67, 0x70]), ...line]; // text opcodes
    case 5:
      return [0x95, ...Array.from({ length: 8 }, byte)]; // FRAME
    default:
      return [choose.of(plain)];
  }
}

/** PROTO 2, the code, STOP. */
function program(code: readonly number[]): Uint8Array {
  return Uint8Array.from([0x80, 2, ...code, 0x2e]);
}
