import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'model-circuits-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of a checkpoint folder, to damage. */
export function copyOf(folder: string): string {
  const copy = join(temporaryFolder(), 'checkpoint');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Changes the config.json of a checkpoint. */
export function changeConfig(folder: string, changes: Readonly<Record<string, unknown>>): void {
  const file = join(folder, 'config.json');
  const config: unknown = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...(config as object), ...changes }));
}

/** Overwrites bytes of a file. A negative `at` counts from the end. */
export function overwrite(file: string, at: number, bytes: Uint8Array): void {
  const whole = readFileSync(file);
  whole.set(bytes, at < 0 ? whole.length + at : at);
  writeFileSync(file, whole);
}
