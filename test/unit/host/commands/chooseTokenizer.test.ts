import { expect, it } from 'vitest';
import { tokenizerItems } from '../../../../src/host/commands/chooseTokenizer';
import { nameByPath } from '../../../../src/shared/checkpointNames';

const checkpoint = { ...nameByPath('/m/a'), path: '/m/a', origin: 'workspace', state: null } as const;

it('lists each tokenizer once, by name, then what is always there', () => {
  const items = tokenizerItems(['/m/b', '/m/a10', '/m/a9', '/m/b'], checkpoint);
  expect(items.map(({ label }) => label)).toEqual(['m/a9', 'm/a10', 'm/b', '', 'Browse…', 'Bytes', '$(check) None']);
  expect(items.map(({ tokenizer }) => tokenizer)).toEqual([
    '/m/a9',
    '/m/a10',
    '/m/b',
    undefined,
    undefined,
    'bytes',
    null,
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
  expect(tokenizerItems([], checkpoint).map(({ label }) => label)).toEqual(['Browse…', 'Bytes', '$(check) None']);
});
