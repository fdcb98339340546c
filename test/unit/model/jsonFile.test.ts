import { describe, expect, it } from 'vitest';
import { JsonObject, parseJsonObject, readJsonObject } from '../../../src/model/jsonFile';
import { AppError } from '../../../src/shared/errors';
import { memorySource } from '../../support/memoryFolder';
import { rejection } from '../../support/rejection';

const object = new JsonObject(
  JSON.parse(
    '{"n": 3, "half": 0.5, "text": "x", "yes": true, "none": null, "list": [1], "inner": {"n": -1}, "big": 1e400}',
  ) as Record<string, unknown>,
  'model/config.json',
);

function thrown(get: () => unknown): AppError {
  try {
    get();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a field of a JSON file', () => {
  const range = { min: 1, max: 10 };

  it('is returned if it has the expected type and range', () => {
    expect(object.integer('n', range)).toBe(3);
    expect(object.number('half', { min: 0, max: 1 })).toBe(0.5);
    expect(object.string('text')).toBe('x');
    expect(object.boolean('yes', false)).toBe(true);
    expect(object.object('inner')?.integer('n', { min: -5, max: 5 })).toBe(-1);
    expect(object.requireOneOf('text', ['w', 'x'], 'w')).toBe('x');
  });

  it('means "not given" if it is missing or null', () => {
    for (const key of ['missing', 'none']) {
      expect(object.has(key)).toBe(false);
      expect(object.integer(key, range, 7)).toBe(7);
      expect(object.integer(key, range, null)).toBeNull();
      expect(object.number(key, range, 0.25)).toBe(0.25);
      expect(object.string(key, 'default')).toBe('default');
      expect(object.boolean(key, true)).toBe(true);
      expect(object.object(key)).toBeNull();
      expect(object.requireOneOf(key, ['a', 'b'], 'b')).toBe('b');
      const error = thrown(() => object.integer(key, range));
      expect(error).toMatchObject({ reason: 'bad-checkpoint', message: `model/config.json: "${key}" is missing` });
      expect(thrown(() => object.string(key)).reason).toBe('bad-checkpoint');
    }
  });

  it('may have a default outside its range, because only the file’s value is checked', () => {
    expect(object.integer('missing', range, 0.5)).toBe(0.5);
  });

  it.each([
    ['a number that is text', () => object.number('text', range), '"text" is "x", expected a number from 1 to 10'],
    ['a number that is a list', () => object.number('list', range), '"list" is [1], expected a number from 1 to 10'],
    ['a number below its range', () => object.number('half', range), '"half" is 0.5, expected a number from 1 to 10'],
    [
      'a number above its range',
      () => object.number('n', { min: 0, max: 2 }),
      '"n" is 3, expected a number from 0 to 2',
    ],
    [
      'a number that no double holds',
      () => object.number('big', range),
      '"big" is null, expected a number from 1 to 10',
    ],
    ['half an integer', () => object.integer('half', { min: 0, max: 1 }), '"half" is 0.5, expected an integer'],
    ['text that is a number', () => object.string('n'), '"n" is 3, expected a string'],
    ['a yes that is text', () => object.boolean('text', true), '"text" is "x", expected true or false'],
    ['an object that is a list', () => object.object('list'), '"list" is [1], expected an object'],
  ])('is refused if it is %s', (_what, get, message) => {
    const error = thrown(get);
    expect(error.reason).toBe('bad-checkpoint');
    expect(error.message).toBe(`model/config.json: ${message}`);
  });

  it('is refused as unsupported, with the supported values, if it changes the computation', () => {
    const error = thrown(() => object.requireOneOf('n', [1, 2], 1));
    expect(error).toMatchObject({ reason: 'unsupported', message: 'model/config.json: "n" is 3; supported: 1, 2' });
  });

  it('inside another field is named by its path', () => {
    const error = thrown(() => object.object('inner')?.integer('n', range));
    expect(error.message).toBe('model/config.json: "inner": "n" is -1, expected a number from 1 to 10');
  });

  it('is refused if only other keys are known', () => {
    const other = new JsonObject({ a: 1, c: 2 }, 'x.json');
    const message = 'x.json: "c" is not known here; known are a, b';
    expect(thrown(() => other.onlyKeys(['a', 'b']))).toMatchObject({ reason: 'bad-checkpoint', message });
    expect(() => other.onlyKeys(['a', 'b', 'c'])).not.toThrow();
  });

  it('is refused in one line if its value is endless or nested too deeply to print', () => {
    const nested: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    for (const value of ['x'.repeat(10_000_000), nested]) {
      const error = thrown(() => new JsonObject({ n_layer: value }, 'x').integer('n_layer', range));
      expect(error.reason).toBe('bad-checkpoint');
      expect(error.message.length).toBeLessThan(200);
    }
  });
});

describe('a JSON file', () => {
  const read = (text: string | Uint8Array): Promise<JsonObject> =>
    readJsonObject(memorySource('model/config.json', typeof text === 'string' ? new TextEncoder().encode(text) : text));

  it('may begin with a byte-order mark, as editors on Windows write it', async () => {
    expect((await read('\ufeff{"n": 1}')).integer('n', { min: 0, max: 9 })).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"n": 1'],
    ['a comment', '{"n": 1} // one'],
    ['a bare number', '17'],
    ['null', 'null'],
    ['a list', '[{}]'],
    ['Latin-1', Uint8Array.of(0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d)],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0)],
  ])('is refused by name if it holds %s', async (_what, content) => {
    const error = await rejection(read(content));
    expect(error.reason).toBe('bad-checkpoint');
    expect(error.message).toMatch(/^model\/config\.json: (is not valid JSON|holds no JSON object)/);
  });

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('is refused if %s is open more than 64 times', async (open, close) => {
    for (const count of [65, 1_000_000]) {
      const error = await rejection(read(open.repeat(count)));
      expect(error.message).toBe('model/config.json: is JSON nested more than 64 deep; no deeper one is read');
    }
    const deepest = `{"x": ${open.repeat(63)}"]}{["${close.repeat(63)}}`;
    expect((await read(deepest)).has('x')).toBe(true);
  });

  it('is not read if it is larger than any published one', async () => {
    const source = { name: 'x/tokenizer.json', size: 2 ** 40, read: () => Promise.reject(new Error('was read')) };
    const error = await rejection(readJsonObject(source));
    expect(error.message).toBe('x/tokenizer.json: is 1099511627776 bytes long; at most 67108864 are read');
  });

  it('does not change the prototype of objects by a key "__proto__"', () => {
    const parsed = parseJsonObject(new TextEncoder().encode('{"__proto__": {"polluted": 1}}'), 'x');
    expect(parsed.has('polluted')).toBe(false);
    expect({}).not.toHaveProperty('polluted');
  });
});
