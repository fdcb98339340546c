import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/service/openCheckpoint';
import { fixture, sharedFolder } from '../../support/fixtures';
import { rejection } from '../../support/rejection';
import { temporaryFolder } from '../../support/temporaryFolder';

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

  it('names a missing file', async () => {
    const folder = temporaryFolder();
    expect((await rejection(openCheckpoint(join(folder, 'gone')))).message).toMatch(
      /gone: cannot be read \(ENOENT\); it may have been moved or deleted$/,
    );
    expect((await rejection(openCheckpoint(join(folder, 'gone.gguf')))).message).toMatch(
      /^gone\.gguf: cannot be read \(ENOENT\); it may have been moved or deleted$/,
    );
  });

  it('refuses a file that is no checkpoint', async () => {
    const path = join(temporaryFolder(), 'text.txt');
    writeFileSync(path, 'Once upon a time');
    expect((await rejection(openCheckpoint(path))).message).toMatch(/text\.txt: cannot be read \(ENOTDIR\)/);
  });
});
