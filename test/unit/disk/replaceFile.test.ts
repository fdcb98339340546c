import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../../src/disk/replaceFile';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('replaceFile', () => {
  it('writes a new file and leaves no other file beside it', async () => {
    const folder = temporaryFolder();
    await replaceFile(join(folder, 'a'), file => file.writeFile('new'));
    expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('shows the old content until the new content is complete', async () => {
    const path = join(temporaryFolder(), 'a');
    await writeFile(path, 'old');
    await replaceFile(path, async file => {
      await file.writeFile('ne');
      expect(await readFile(path, 'utf8')).toBe('old');
      await file.writeFile('w');
    });
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('keeps the old content and leaves no other file if the writer throws', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a');
    await writeFile(path, 'old');
    const failing = replaceFile(path, async file => {
      await file.writeFile('half');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('rejects with the error of the system if it cannot write', async () => {
    const folder = temporaryFolder();
    await expect(replaceFile(join(folder, 'none/a'), () => Promise.resolve())).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await mkdir(join(folder, 'b'));
    await writeFile(join(folder, 'b/c'), '');
    await expect(replaceFile(join(folder, 'b'), () => Promise.resolve())).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['b']);
  });

  it('lets many writers replace one file at once, and each content is complete', async () => {
    const folder = temporaryFolder();
    const contents = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(contents.map(text => replaceFile(join(folder, 'a'), file => file.writeFile(text))));
    expect(contents).toContain(await readFile(join(folder, 'a'), 'utf8'));
    expect(await readdir(folder)).toEqual(['a']);
  });
});
