import { describe, expect, it } from 'vitest';
import type { GgufHeader } from '../../../../../src/model/formats/gguf/ggufHeader';
import { readWholeGguf } from '../../../../../src/model/formats/gguf/splitGguf';
import { ggufBytes, type GgufTensor } from '../../../../support/ggufBytes';
import { memoryFolder } from '../../../../support/memoryFolder';

const tensor = (name: string): GgufTensor => ({ name, dimensions: [1], numbers: [1] });

function part(index: number, tensors: readonly GgufTensor[], count = 3, promised = 4): Uint8Array {
  return ggufBytes({
    metadata: [
      ['split.no', { uint32: index }],
      ['split.count', { uint32: count }],
      ['split.tensors.count', { uint32: promised }],
    ],
    tensors,
  });
}

const names = ['m-00001-of-00003.gguf', 'm-00002-of-00003.gguf', 'm-00003-of-00003.gguf'] as const;
const whole = {
  [names[0]]: part(0, [tensor('a')]),
  [names[1]]: part(1, [tensor('b'), tensor('c')]),
  [names[2]]: part(2, [tensor('d')]),
};

async function open(files: Readonly<Record<string, Uint8Array>>, name: string = names[0]): Promise<GgufHeader> {
  const folder = memoryFolder(files);
  return readWholeGguf(await folder.open(name), folder);
}

describe('a GGUF model in several files', () => {
  it('has the tensors of all files, each read from its own', async () => {
    const { tensors } = await open(whole);
    expect(tensors.map(({ name, source }) => [name, source.name])).toEqual([
      ['a', `model/${names[0]}`],
      ['b', `model/${names[1]}`],
      ['c', `model/${names[1]}`],
      ['d', `model/${names[2]}`],
    ]);
  });

  it('is one file if its count is 1, whatever its name', async () => {
    const { tensors } = await open({ 'a.gguf': part(0, [tensor('a')], 1, 1) }, 'a.gguf');
    expect(tensors).toHaveLength(1);
  });

  const { [names[1]]: second, ...withoutSecond } = whole;
  it.each<[string, Readonly<Record<string, Uint8Array>>, string, string]>([
    ['a later part', whole, names[1], `is part 2 of a model in 3 files; open "${names[0]}" instead`],
    ['a missing part', withoutSecond, names[0], `is the first of 3 files, and "${names[1]}" is not beside it`],
    ['a first part under another name', { 'm.gguf': whole[names[0]] }, 'm.gguf', 'end in "-00001-of-00003.gguf"'],
    ['a later part under another name', { 'm.gguf': second }, 'm.gguf', 'open its first part instead'],
    [
      'parts of which one has the place of another',
      { ...whole, [names[1]]: part(2, [tensor('b'), tensor('c')]) },
      names[0],
      'says that it is part 3 of 3, expected 2 of 3',
    ],
    [
      'a tensor that two parts have',
      { ...whole, [names[2]]: part(2, [tensor('b')]) },
      names[0],
      'has the tensor "b", which an earlier part has too',
    ],
    [
      'parts with fewer tensors than promised',
      { ...whole, [names[2]]: part(2, []) },
      names[0],
      'promises 4 tensors, and its parts have 3',
    ],
  ])('is refused: %s', async (_what, files, name, message) => {
    await expect(open(files, name)).rejects.toMatchObject({
      reason: 'bad-checkpoint',
      message: expect.stringContaining(message) as string,
    });
  });
});
