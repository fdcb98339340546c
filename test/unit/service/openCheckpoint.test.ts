import { copyFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/service/openCheckpoint';
import { fixture, sharedFolder } from '../../support/fixtures';
import { rejection } from '../../support/rejection';
import { copyOf, temporaryFolder } from '../../support/temporaryFolder';

const stories = sharedFolder('models/stories260K/derived_gguf/stories260K-f32.gguf');

describe('openCheckpoint', () => {
  it('opens a folder', async () => {
    const { name, tokenizerKind } = await openCheckpoint(fixture('goldens/gpt2'));
    expect([name, tokenizerKind]).toEqual(['gpt2', 'none']);
  });

  it.skipIf(!stories)('opens a GGUF file under any name (skipped without the reference models)', async () => {
    const path = join(temporaryFolder(), 'renamed.bin');
    copyFileSync(stories ?? '', path);
    const { name, tokenizerKind } = await openCheckpoint(path);
    expect([name, tokenizerKind]).toEqual(['renamed.bin', 'gguf']);
  });

  it('opens a safetensors file under any name with the config.json beside it', async () => {
    const folder = copyOf(fixture('goldens/gpt2'));
    const path = join(folder, 'step-200.safetensors');
    renameSync(join(folder, 'model.safetensors'), path);
    const { name, config } = await openCheckpoint(path);
    expect([name, config.architecture]).toEqual(['step-200.safetensors', 'gpt2']);
    rmSync(join(folder, 'config.json'));
    expect((await rejection(openCheckpoint(path))).message).toBe(
      'step-200.safetensors: has no config.json beside it, which says what model the tensors are of; copy it there',
    );
  });

  it('names a missing file', async () => {
    const folder = temporaryFolder();
    expect((await rejection(openCheckpoint(join(folder, 'gone')))).message).toMatch(
      /gone: cannot be read \(ENOENT\); it may have been moved or deleted$/,
    );
    expect((await rejection(openCheckpoint(join(folder, 'gone.gguf')))).message).toMatch(
      /^gone\.gguf: cannot be read \(ENOENT\); it may have been moved or deleted$/,
    );
  });

  it('says that a Git LFS pointer is one, in place of any file', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935\nsize 12345\n';
    for (const file of ['config.json', 'model.safetensors']) {
      const folder = copyOf(fixture('goldens/gpt2'));
      writeFileSync(join(folder, file), pointer);
      expect((await rejection(openCheckpoint(folder))).message).toBe(
        `checkpoint/${file}: is a Git LFS pointer in place of the file; "git lfs pull" fetches the file`,
      );
    }
    const gguf = join(temporaryFolder(), 'model.gguf');
    writeFileSync(gguf, pointer);
    expect((await rejection(openCheckpoint(gguf))).message).toContain('git lfs pull');
  });

  it('opens nothing that is no file: reading a named pipe would wait for ever', async () => {
    const folder = copyOf(fixture('goldens/gpt2'));
    rmSync(join(folder, 'config.json'));
    symlinkSync(folder, join(folder, 'config.json'));
    expect((await rejection(openCheckpoint(folder))).message).toBe('checkpoint/config.json: is no file');
  });

  it('refuses one file of several with weights, and says that the folder is to be opened', async () => {
    const folder = copyOf(fixture('goldens/gpt2'));
    const renamedTo = (name: string): string => {
      const path = join(folder, name);
      copyFileSync(join(folder, 'model.safetensors'), path);
      return path;
    };
    expect((await rejection(openCheckpoint(renamedTo('model-00002-of-00012.safetensors')))).message).toBe(
      'model-00002-of-00012.safetensors: is a part of the weights; open its folder, which has all of them',
    );
    await openCheckpoint(renamedTo('model-00001-of-00001.safetensors'));
  });

  it('refuses a file that is no checkpoint', async () => {
    const path = join(temporaryFolder(), 'text.txt');
    writeFileSync(path, 'Once upon a time');
    expect((await rejection(openCheckpoint(path))).message).toBe(
      'text.txt: is no file of weights that is read; open the folder of the checkpoint',
    );
    writeFileSync(`${path}.incomplete`, 'Once upon a time');
    expect((await rejection(openCheckpoint(`${path}.incomplete`))).message).toContain('is an unfinished download');
  });
});
