import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../../src/model/byteSource';
import { openCheckpointFile, openCheckpointFolder } from '../../../../src/model/formats/registry';
import { folderOf, goldenParts } from '../../../support/goldenParts';
import { memoryFolder } from '../../../support/memoryFolder';
import { rejection } from '../../../support/rejection';

function file(name: string, text: string): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length))),
  };
}

const noFolder = memoryFolder({});

describe('openCheckpointFile', () => {
  it.each(['weights.bin', 'weights'])('reads %s as GGUF by its first bytes, whatever its name', async name => {
    // The file ends after its first bytes, so the GGUF reader refuses it.
    const error = await rejection(openCheckpointFile(file(name, 'GGUF'), noFolder));
    expect(error).toMatchObject({ reason: 'bad-checkpoint' });
    expect(error.message).toMatch(new RegExp(`^${name}: is truncated`));
  });

  it.each(['', 'PK', 'no checkpoint at all'])('reads %j as GGUF by its name, and refuses the content', async text => {
    const error = await rejection(openCheckpointFile(file('model.gguf', text), noFolder));
    expect(error).toMatchObject({ reason: 'bad-checkpoint' });
    expect(error.message).toMatch(/^model\.gguf: (is truncated|does not begin with "GGUF")/);
  });

  it.each([
    ['text.txt', 'Once upon a time'],
    ['text.txt', ''],
    ['model.safetensors', 'ggufGGUF'],
  ])('gives null for %s, which neither name nor bytes show to be a checkpoint', async (name, text) => {
    expect(await openCheckpointFile(file(name, text), noFolder)).toBeNull();
  });
});

describe('openCheckpointFolder', () => {
  it('opens a folder with a config.json in Hugging Face’s format', async () => {
    const { config } = await openCheckpointFolder(folderOf(await goldenParts('gpt2')));
    expect(config.architecture).toBe('gpt2');
  });

  it('names what a folder of no format lacks', async () => {
    const error = await rejection(openCheckpointFolder(memoryFolder({ 'README.md': 'hello' })));
    expect(error).toMatchObject({ reason: 'bad-checkpoint', message: 'model: has no config.json' });
  });
});
