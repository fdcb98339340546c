import { describe, expect, it } from 'vitest';
import { PickleEnds } from '../../../../../src/model/formats/pytorch/pickleReader';
import type { PickleObject } from '../../../../../src/model/formats/pytorch/pickleValue';
import { attributes, callablePath, PickleTuple } from '../../../../../src/model/formats/pytorch/pickleValue';
import { readPickle } from '../../../../../src/model/formats/pytorch/readPickle';

/** Latin-1 text as bytes: opcodes are letters. */
function bytes(...parts: (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap(part => (typeof part === 'string' ? Array.from(part, letter => letter.charCodeAt(0)) : part)),
  );
}

function value(...parts: Parameters<typeof bytes>): unknown {
  return readPickle(bytes(...parts), 0, 'x.pt').value;
}

describe('readPickle', () => {
  // Each pickle is what Python 3.11's pickle.dumps writes for the value, or what Python 2 wrote.
  it.each([
    ['None', 'N.', null],
    ['a decimal', 'I-17\n.', -17],
    ['a long decimal', 'L12345678901234567890L\n.', 12345678901234567890n],
    ['true as protocol 0 has it', 'I01\n.', true],
    ['a float as text', 'F1.5e-3\n.', 0.0015],
    ['an infinite float as text', 'F-inf\n.', -Infinity],
    ['a string of Python 2', "S'a\\x41\\n'\n.", 'aA\n'],
    ['escaped Unicode', 'Va\\u20ac\n.', 'a€'],
    ['-1 in one byte', '\x8a\x01\xff.', -1],
    ['-129 in two bytes', '\x8a\x02\x7f\xff.', -129],
    ['0 in no byte', '\x8a\x00.', 0],
    ['2^70', '\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x40.', 2n ** 70n],
    ['a signed 32-bit integer', 'J\xfe\xff\xff\xff.', -2],
    ['a list', '(lp0\nI1\naI2\na.', [1, 2]],
    ['a list since a mark', '](K\x01K\x02e.', [1, 2]],
  ])('reads %s', (_what, pickle, expected) => {
    expect(value(pickle)).toEqual(expected);
  });

  it('reads dicts, sets and tuples', () => {
    expect(value('(dS"a"\nI1\ns.')).toEqual(new Map([['a', 1]]));
    expect(value('(S"a"\nI1\nS"b"\nI2\nd.')).toEqual(new Map([['a', 1], ['b', 2]])); // prettier-ignore
    expect(value('\x8f(K\x01K\x02\x90.')).toEqual(new Set([1, 2]));
    expect(value('K\x01K\x02\x86.')).toEqual(new PickleTuple([1, 2]));
  });

  it('keeps what one value is in two places', () => {
    const list = value(']q\x00(h\x00h\x00e.') as unknown[];
    expect(list[0]).toBe(list);
    expect(list[1]).toBe(list);
  });

  it('names what it would have to call, and calls nothing', () => {
    const made = value('cos\nsystem\n(S"touch pwned"\ntR.') as PickleObject;
    expect(callablePath(made)).toBe('os.system');
    expect(made.args).toEqual(['touch pwned']);
    const instance = value('(icollections\nThing\n}S"a"\nI1\nsb.') as PickleObject;
    expect(attributes(instance)).toEqual(new Map([['a', 1]]));
  });

  it.each([
    ['an unknown opcode', '\xff', 'its pickle has the unknown opcode 255 at byte 0'],
    ['an unknown protocol', '\x80\x06N.', 'its pickle has protocol 6'],
    ['an empty stack', '.', 'its pickle is broken'],
    ['a mark that was never set', 'N1.', 'its pickle is broken'],
    ['a memo that was never set', 'h\x05.', 'its pickle is broken'],
    ['an item for a number', 'K\x01K\x02a.', 'its pickle is broken'],
    ['a key without a value', '}(K\x01u.', 'its pickle is broken'],
    ['a state for a list', ']Nb.', 'its pickle is broken'],
    ['an extension', '\x82\x01.', 'its pickle refers to an extension registry'],
    ['a buffer', '\x97.', 'its pickle refers to a buffer'],
    ['a long integer', '\x8b\x00\x00\x10\x00', 'its pickle has an integer of 1048576 bytes'],
    ['no decimal', 'Ione\n.', 'its pickle has a broken integer'],
    ['no number', 'F0x10\n.', 'its pickle has a broken number'],
  ])('refuses %s', (_what, pickle, message) => {
    expect(() => value(pickle)).toThrow(`x.pt: ${message}`);
  });

  it('tells a pickle that is cut off from one that is broken', () => {
    const whole = bytes(
      '\x80\x04\x95',
      [20, 0, 0, 0, 0, 0, 0, 0],
      '}(\x8c\x01a\x94G',
      [63, 248, 0, 0, 0, 0, 0, 0],
      'X\x01\x00\x00\x00bNu.',
    );
    expect(readPickle(whole, 0, 'x.pt').end).toBe(whole.length);
    for (let length = 0; length < whole.length; length++) {
      expect(() => readPickle(whole.subarray(0, length), 0, 'x.pt'), String(length)).toThrow(PickleEnds);
    }
  });

  it('ends a pickle bomb', () => {
    const many = (opcode: string, count: number): Uint8Array => new Uint8Array(count).fill(opcode.charCodeAt(0));
    expect(() => readPickle(many(']', 2_000_000), 0, 'x.pt')).toThrow('its pickle has more than 1000000 objects');
    expect(() => readPickle(many('}', 2_000_000), 0, 'x.pt')).toThrow('its pickle has more than 1000000 objects');
    expect(() => readPickle(many('(', 2_000_000), 0, 'x.pt')).toThrow('its pickle has more than 1000000 objects');
    expect(() => readPickle(many('N', 6_000_000), 0, 'x.pt')).toThrow('its pickle has more than 5000000 opcodes');
  });
});
