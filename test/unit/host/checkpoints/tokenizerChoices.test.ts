import { expect, it } from 'vitest';
import type { Memento } from 'vscode';
import { TokenizerChoices } from '../../../../src/host/checkpoints/tokenizerChoices';
import { nameByPath } from '../../../../src/shared/checkpointNames';

function memento(stored: Record<string, unknown> = {}): Memento {
  return {
    keys: () => Object.keys(stored),
    get: (key: string) => stored[key] as never,
    update: (key, value) => {
      stored[key] = value;
      return Promise.resolve();
    },
  };
}

const at = (path: string) => ({ path, run: nameByPath(path).run });

it('the user chooses a tokenizer for a checkpoint, or for all snapshots of a run', async () => {
  const choices = new TokenizerChoices(memento());
  expect(choices.of(at('/m/gpt2'))).toBeNull();
  await choices.set(at('/m/gpt2'), '/t');
  await choices.set(at('/r/step-5'), 'bytes');
  expect(choices.of(at('/m/gpt2'))).toBe('/t');
  expect(choices.of(at('/r/step-10'))).toBe('bytes');
  expect(choices.of(at('/m/other'))).toBeNull();
  await choices.set(at('/r/step-10'), null);
  expect(choices.of(at('/r/step-5'))).toBeNull();
  expect(choices.of(at('/m/gpt2'))).toBe('/t');
});

it('a stored choice that is no text is none', () => {
  expect(new TokenizerChoices(memento({ 'checkpoints.tokenizers': { '/m/a': 7 } })).of(at('/m/a'))).toBeNull();
});
