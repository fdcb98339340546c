import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../../../src/service/openCheckpoint';
import type { LibraryTokenizerDefinition } from '../../../../../src/model/tokenizer/tokenizerDefinition';
import { characterDefinition } from '../../../../../src/model/tokenizer/characterDefinition';
import { metaFile, readMetaPickle } from '../../../../../src/model/formats/pytorch/metaPickle';
import { fixture, readJson, sharedFolder } from '../../../../support/fixtures';
import { libraryIds } from '../../../../support/libraryIds';
import { memorySource } from '../../../../support/memoryFolder';
import { rejection } from '../../../../support/rejection';
import { temporaryFolder } from '../../../../support/temporaryFolder';

async function definitionOf(path: string): Promise<LibraryTokenizerDefinition> {
  const checkpoint = await openCheckpoint(path);
  expect(checkpoint.tokenizerKind).toMatch(/^(meta\.pkl|tokenizer\.bin)$/);
  const definition = await checkpoint.readTokenizer();
  if (definition?.kind !== 'library') throw new Error(`${path} has no tokenizer`);
  return definition;
}

describe('the tokenizer beside a file', () => {
  it('is nanoGPT’s meta.pkl, one token for each character', async () => {
    const definition = await definitionOf(fixture('pytorch', 'models', 'nanogpt', 'ckpt.pt'));
    const encode = libraryIds(definition);
    // prepare.py sorts the characters by their code points.
    const characters = Array.from(' .abcdefghijklmnopqrsté😀');
    expect(await encode('ab. é😀t')).toEqual(Array.from('ab. é😀t', one => characters.indexOf(one)));
    expect(definition.where).toBe('nanogpt/meta.pkl');
  });

  it('refuses a text with a character that the data set does not have, as nanoGPT does', async () => {
    const encode = libraryIds(await definitionOf(fixture('pytorch', 'models', 'nanogpt', 'ckpt.pt')));
    await expect(encode('aXb')).rejects.toThrow();
  });

  const models = sharedFolder('models');
  it.skipIf(!models).each(['llama2xs/ckpt.pt'])('is llama2.c’s: %s', async file => {
    const { text, ids } = readJson(join(models ?? '', 'stories260K/reference.json')) as { text: string; ids: number[] };
    const definition = await definitionOf(join(models ?? '', file));
    expect([...definition.surrounding.before, ...(await libraryIds(definition)(text))]).toEqual(ids);
  });

  it('is none if there is none', async () => {
    const folder = temporaryFolder();
    cpSync(fixture('pytorch', 'models', 'nanogpt', 'ckpt.pt'), join(folder, 'ckpt.pt'));
    expect((await openCheckpoint(join(folder, 'ckpt.pt'))).tokenizerKind).toBe('none');
  });
});

describe('a meta.pkl', () => {
  it.each([
    ['another pickle', '}.', 'has no "stoi"'],
    ['a pickle that is cut off', '}(', 'its pickle ends too early'],
    ['no pickle', 'hello', 'its pickle is broken'],
  ])('is refused if it is %s', async (_what, text, message) => {
    const error = await rejection(readMetaPickle(memorySource(metaFile, new TextEncoder().encode(text)), 10));
    expect(error.message).toContain(`meta.pkl: ${message}`);
  });

  it.each<[string, [unknown, unknown][], string]>([
    [
      'an id twice',
      [
        ['a', 0],
        ['b', 0],
      ],
      'gives "b" the impossible id 0',
    ],
    ['an id beyond the model', [['a', 10]], 'it belongs to another model'],
    ['an id that is no number', [['a', 'b']], 'gives "a" the impossible id "b"'],
    ['a token of two characters', [['ab', 0]], 'only single characters are supported'],
    ['no character', [], 'has no characters'],
  ])('is refused with %s', (_what, ids, message) => {
    expect(() => characterDefinition(new Map(ids), 10, metaFile)).toThrow(message);
  });
});
