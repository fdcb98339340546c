import { expect, it } from 'vitest';
import { dataPresets, modelPresets, presetSetup } from '../../../../src/host/training/trainingPresets';
import { readSetup } from '../../../../src/training/readSetup';

const setups = dataPresets().flatMap(preset => {
  const data = preset.data ?? ({ kind: 'text', path: '/text', tokenizer: { kind: 'bytes' } } as const);
  return modelPresets().map(model => presetSetup({ ...preset, data }, model));
});

it.each(setups)('the presets offer $name, which training accepts unchanged', setup => {
  expect(readSetup(JSON.parse(JSON.stringify(setup)), 'setup.json')).toEqual(setup);
});

it('the presets give every choice of data and model its own folder', () => {
  expect(new Set(setups.map(({ name }) => name)).size).toBe(16);
});
