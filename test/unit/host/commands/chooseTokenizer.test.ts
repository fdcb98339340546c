import { expect, it } from 'vitest';
import { offeredTokenizers, tokenizerItems } from '../../../../src/host/commands/chooseTokenizer';
import type { CheckpointEntry } from '../../../../src/host/checkpoints/checkpointEntry';
import type { CheckpointFacts } from '../../../../src/shared/contracts/engineContract';
import { nameByPath } from '../../../../src/shared/checkpointNames';

const checkpoint = { ...nameByPath('/m/a'), path: '/m/a', origin: 'workspace', state: null } as const;

it('lists tokenizers, then what is always there', () => {
  const items = tokenizerItems(['/m/a9', '/m/b'], checkpoint);
  expect(items.map(({ label }) => label)).toEqual(['m/a9', 'm/b', '', 'Browse…', 'Bytes', '$(check) No Choice']);
  expect(items.map(({ tokenizer }) => tokenizer)).toEqual(['/m/a9', '/m/b', undefined, undefined, 'bytes', null]);
});

it('offers each tokenizer once, one for each run, and those of bundled checkpoints last', () => {
  const entry = (path: string, origin: 'workspace' | 'demo', hasTokenizer = true): CheckpointEntry => ({
    ...nameByPath(path),
    ...{ path, origin },
    state: hasTokenizer
      ? { kind: 'checkpoint', facts: { tokenizer: 'tokenizer.json' } as CheckpointFacts, training: null }
      : null,
  });
  const entries = [
    entry('/demo/run/step-100', 'demo'),
    entry('/demo/run/step-200', 'demo'),
    entry('/w/run/step-1000', 'workspace'),
    entry('/w/run/step-500', 'workspace'),
    entry('/w/none', 'workspace', false),
  ];
  const found = ['/w/b', '/w/a10', '/w/a9', '/w/b', '/w/run/step-500', '/w/run/step-1000'];
  expect(offeredTokenizers(found, entries)).toEqual([
    '/w/run/step-500',
    '/w/a9',
    '/w/a10',
    '/w/b',
    '/demo/run/step-100',
  ]);
});

it('marks the choice', () => {
  const marked = (tokenizer: string) =>
    tokenizerItems(['/m/b'], { ...checkpoint, tokenizer })
      .map(({ label }) => label)
      .filter(label => label.startsWith('$(check)'));
  expect(marked('/m/b')).toEqual(['$(check) m/b']);
  expect(marked('bytes')).toEqual(['$(check) Bytes']);
  expect(marked('/gone')).toEqual([]);
});

it('has no empty list above a line', () => {
  expect(tokenizerItems([], checkpoint).map(({ label }) => label)).toEqual(['Browse…', 'Bytes', '$(check) No Choice']);
});
