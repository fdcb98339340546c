import { describe, expect, it } from 'vitest';
import { readTensorIndex } from '../../../../../src/model/formats/huggingFace/tensorIndex';
import { memoryFolder, safetensorsBytes, zeroTensors } from '../../../../support/memoryFolder';
import { rejection } from '../../../../support/rejection';

const first = 'model-00001-of-00002.safetensors';
const second = 'model-00002-of-00002.safetensors';

/** Two shards and an index. A given file replaces one of them, and null removes it. */
function sharded(changes: Readonly<Record<string, unknown>> = {}): ReturnType<typeof memoryFolder> {
  const files: Record<string, unknown> = {
    'model.safetensors.index.json': {
      metadata: { total_size: 24 },
      weight_map: { a: first, b: first, c: second },
    },
    [first]: zeroTensors({ a: [2], b: [3] }),
    [second]: zeroTensors({ c: [1] }),
    ...changes,
  };
  return memoryFolder(Object.fromEntries(Object.entries(files).filter(([, content]) => content !== null)));
}

function indexOf(weightMap: unknown): Record<string, unknown> {
  return { 'model.safetensors.index.json': { weight_map: weightMap } };
}

describe('weights in shards', () => {
  it('are read each from its own file', async () => {
    const tensors = await readTensorIndex(sharded());
    expect([...tensors].map(([name, { source }]) => [name, source.name])).toEqual([
      ['a', `model/${first}`],
      ['b', `model/${first}`],
      ['c', `model/${second}`],
    ]);
  });

  it('are not read if one whole file exists', async () => {
    const tensors = await readTensorIndex(sharded({ 'model.safetensors': zeroTensors({ only: [1] }) }));
    expect([...tensors.keys()]).toEqual(['only']);
  });

  it.each([
    [
      'a shard that is missing',
      { [second]: null },
      `model/${second}: is missing; model.safetensors.index.json names 2 files of weights, and 1 are here`,
    ],
    [
      'a tensor that is not in its shard',
      indexOf({ a: first, b: first, c: second, d: second }),
      `model/${second}: has no tensor "d", though model.safetensors.index.json says so`,
    ],
    [
      'a tensor that is in another shard',
      indexOf({ a: second, b: first, c: second }),
      `model/${second}: has no tensor "a", though model.safetensors.index.json says so`,
    ],
    [
      'a tensor that is in both shards',
      { [second]: zeroTensors({ a: [1], c: [1] }) },
      `model/${second}: tensor "a" is also in model/${first}`,
    ],
    [
      'a shard that is cut off',
      { [second]: zeroTensors({ c: [1] }).subarray(0, -1) },
      new RegExp(`^model/${second}: tensor "c" ends at byte`),
    ],
    ['a shard that is no safetensors', { [second]: 'PK\u0003\u0004 and more' }, new RegExp(`^model/${second}: claims`)],
    [
      'an index that is no JSON',
      { 'model.safetensors.index.json': '{' },
      /^model\/model\.safetensors\.index\.json: is not/,
    ],
    [
      'an index without a map',
      { 'model.safetensors.index.json': { metadata: {} } },
      'model/model.safetensors.index.json: "weight_map" is missing',
    ],
    [
      'a map that is a list',
      indexOf([first, second]),
      /^model\/model\.safetensors\.index\.json: "weight_map" is \["model-00001/,
    ],
    [
      'more shards than any model has',
      indexOf(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`t${i}`, `s${i}.safetensors`]))),
      'model/model.safetensors.index.json: names 1001 shards; at most 1000 are read',
    ],
  ])('are refused with %s', async (_what, changes, message) => {
    const error = await rejection(readTensorIndex(sharded(changes)));
    expect(error.reason).toBe('bad-checkpoint');
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
  });

  it.each([
    '../other/model.safetensors',
    '/etc/passwd.safetensors',
    'sub/model.safetensors',
    'sub\\model.safetensors',
    '..\\model.safetensors',
    'C:\\model.safetensors',
    '.hidden.safetensors',
    '..safetensors',
    'model.safetensors\u0000.bin',
    'model.safetensors\n',
    'model.bin',
    '',
    7,
    null,
    [first],
    { toString: 1 },
  ])('are refused if the index leads out of the folder, or to no weights: %j', async shard => {
    const files = sharded(indexOf({ a: shard }));
    // The path is refused even if such a file exists.
    const reached = {
      ...files,
      files: new Set([...files.files, typeof shard === 'string' ? shard : JSON.stringify(shard)]),
    };
    const error = await rejection(readTensorIndex(reached));
    expect(error.reason).toBe('bad-checkpoint');
    expect(error.message).toMatch(/"weight_map": tensor "a" is in .*, not a file of this folder$/s);
  });

  it('may have names that every object has', async () => {
    const tensors = await readTensorIndex(
      sharded({
        'model.safetensors.index.json': `{"weight_map": {"__proto__": "${first}", "toString": "${second}"}}`,
        [first]: safetensorsBytes('{"__proto__": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}', 4),
        [second]: zeroTensors({ toString: [1] }),
      }),
    );
    expect([...tensors.keys()]).toEqual(['__proto__', 'toString']);
  });

  it('that the index does not name are read too, and judged by their names', async () => {
    const tensors = await readTensorIndex(sharded(indexOf({ a: first, c: second })));
    expect([...tensors.keys()]).toEqual(['a', 'b', 'c']);
  });
});
