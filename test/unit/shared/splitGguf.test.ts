import { expect, it } from 'vitest';
import { splitGgufName } from '../../../src/shared/splitGguf';

it('splitGgufName gives the part and the names of all parts', () => {
  const parts = ['a-00001-of-00003.gguf', 'a-00002-of-00003.gguf', 'a-00003-of-00003.gguf'];
  expect(splitGgufName('a-00001-of-00003.gguf')).toEqual({ part: 1, parts });
  expect(splitGgufName('a-00003-of-00003.gguf')).toEqual({ part: 3, parts });
});

it.each(['a.gguf', 'a-00000-of-00002.gguf', 'a-00003-of-00002.gguf', 'a-1-of-2.gguf', 'a-00001-of-99999.gguf'])(
  '%s is no part of a model',
  name => {
    expect(splitGgufName(name)).toBeNull();
  },
);
