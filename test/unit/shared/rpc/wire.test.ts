import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { toWire } from '../../../../src/shared/rpc/wire';

class Head {
  readonly layer = 1;
}

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe('a value that is to travel', () => {
  it.each([
    ['undefined, which becomes missing', undefined],
    ['undefined in a field', { a: { b: undefined } }],
    ['undefined in a list', [1, undefined]],
    // eslint-disable-next-line no-sparse-arrays
    ['a hole in a list, which becomes null', [1, , 3]],
    ['NaN, which becomes null', NaN],
    ['Infinity deep inside', { list: [{ x: -Infinity }] }],
    ['a Map, which becomes {}', new Map()],
    ['a Set', new Set([1])],
    ['a Date, which becomes text', new Date(0)],
    ['an Error', new Error('x')],
    ['a class instance', { head: new Head() }],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint, at which JSON throws', 1n],
    ['doubles, which only one of the wires keeps', Float64Array.of(1)],
    ['a DataView', new DataView(new ArrayBuffer(4))],
    ['a bare ArrayBuffer', new ArrayBuffer(4)],
    ['itself inside', cyclic],
  ])('is refused when it is %s', (_what, value) => {
    expect(() => toWire(value)).toThrow();
  });

  it('is refused with the path of the wrong part', () => {
    expect(() => toWire({ rows: [{ loss: 1 }, { loss: NaN }] })).toThrow(
      'value.rows[1].loss is NaN, which JSON cannot carry',
    );
    expect(() => toWire({ heads: new Map() })).toThrow('value.heads is a class instance, which does not travel');
  });

  it('is unchanged if it is JSON, even with an object without a prototype and a key "__proto__"', () => {
    const odd: unknown = JSON.parse('{"__proto__": {"x": 1}, "a": [null, true, "t", -0.5, {}]}');
    const sent = toWire(Object.assign(Object.create(null), { inner: odd })) as { inner: object };
    expect(JSON.stringify(sent)).toBe(JSON.stringify({ inner: odd }));
    expect(Object.getPrototypeOf(sent.inner)).toBe(Object.prototype);
  });

  it('is not copied if an array owns its buffer', () => {
    const whole = Float32Array.of(1, 2, 3);
    expect(toWire(whole)).toBe(whole);
  });

  it.each([
    ['the middle of a buffer', new Float32Array(1000).subarray(3, 5)],
    ['nothing of a buffer', new Int32Array(1000).subarray(7, 7)],
    ['a Buffer of node’s shared pool, whose slice() is no copy', Buffer.from('abc')],
  ])('is copied if it is a view of %s', (_what, view) => {
    expect(view.buffer.byteLength).toBeGreaterThan(view.byteLength);
    const sent = toWire({ view }) as { view: Float32Array };
    expect(sent.view.buffer.byteLength).toBe(view.byteLength);
    expect(Array.from(sent.view)).toEqual(Array.from(view));
  });
});
