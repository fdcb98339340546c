import { appendFileSync, cpSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/service/fingerprint';
import { fixture } from '../../support/fixtures';
import { copyOf, overwrite, temporaryFolder } from '../../support/temporaryFolder';

describe('fingerprint', () => {
  it('stays the same while nobody writes to the checkpoint', async () => {
    const folder = copyOf(fixture('goldens/gpt2'));
    const before = await fingerprint(folder);
    writeFileSync(join(folder, 'README.md'), 'not a part of the checkpoint');
    expect(before).not.toBeNull();
    expect(await fingerprint(folder)).toBe(before);
  });

  it.each<[string, (folder: string) => void]>([
    ['weights get longer', folder => appendFileSync(join(folder, 'model.safetensors'), 'x')],
    ['weights are written again', folder => utimesSync(join(folder, 'model.safetensors'), 1, 1)],
    [
      'weights of the same size and time take their place',
      folder => {
        const weights = join(folder, 'model.safetensors');
        const { atime, mtime } = statSync(weights);
        overwrite(weights, -1, Uint8Array.of(7));
        utimesSync(weights, atime, mtime);
      },
    ],
    ['a tokenizer appears', folder => writeFileSync(join(folder, 'tokenizer.json'), '{}')],
    ['the config goes', folder => rmSync(join(folder, 'config.json'))],
  ])('changes when %s', async (_what, change) => {
    const folder = copyOf(fixture('goldens/gpt2'));
    const before = await fingerprint(folder);
    change(folder);
    expect(await fingerprint(folder)).not.toBe(before);
  });

  it('of a file of torch depends on the config beside it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.pt');
    writeFileSync(path, 'weights');
    const before = await fingerprint(path);
    writeFileSync(join(folder, 'notes.json'), '{}');
    expect(await fingerprint(path)).toBe(before);
    writeFileSync(join(folder, 'config.json'), '{}');
    expect(await fingerprint(path)).not.toBe(before);
  });

  it('of a checkpoint in one file does not depend on the files beside it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.gguf');
    writeFileSync(path, 'GGUF');
    const before = await fingerprint(path);
    cpSync(fixture('goldens/gpt2'), folder, { recursive: true });
    expect(await fingerprint(path)).toBe(before);
    appendFileSync(path, 'x');
    expect(await fingerprint(path)).not.toBe(before);
  });

  it('of a GGUF model in several files changes when any of them does', async () => {
    const folder = copyOf(fixture('cases/gguf-in-several-files'));
    const path = join(folder, 'toy-00001-of-00002.gguf');
    const before = await fingerprint(path);
    expect(before).not.toBeNull();
    appendFileSync(join(folder, 'toy-00002-of-00002.gguf'), 'x');
    expect(await fingerprint(path)).not.toBe(before);
  });

  it('of a torch file changes with the config and the tokenizer that are read beside it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.pt');
    writeFileSync(path, 'PK');
    let before = await fingerprint(path);
    for (const beside of ['config.json', 'tokenizer.json', 'merges.txt', 'tokenizer.model', 'tok512.bin']) {
      writeFileSync(join(folder, beside), '');
      const now = await fingerprint(path);
      expect(now, beside).not.toBe(before);
      before = now;
    }
    writeFileSync(join(folder, 'other.pt'), 'PK');
    writeFileSync(join(folder, 'trainer_state.json'), '{}');
    expect(await fingerprint(path)).toBe(before);
  });

  it('is null for a checkpoint that is gone', async () => {
    expect(await fingerprint(join(temporaryFolder(), 'gone'))).toBeNull();
  });
});
