import { expect, it } from 'vitest';
import { setupSummary } from '../../../../src/host/training/setupSummary';
import { dataPresets, modelPresets, presetSetup } from '../../../../src/host/training/trainingPresets';
import type { TrainingSetup } from '../../../../src/shared/trainingSetup';

function setup(data: number, model: number): TrainingSetup {
  const preset = dataPresets()[data]!;
  return presetSetup(
    { ...preset, data: preset.data ?? { kind: 'text', path: '/a.txt', tokenizer: { kind: 'bytes' } } },
    modelPresets()[model]!,
  );
}

it('setupSummary names model, data and seed in one line', () => {
  expect(setupSummary(setup(0, 0))).toBe('2 layers × 4 heads, rotary positions, repeated random tokens, seed 0');
  expect(setupSummary(setup(1, 2))).toBe(
    '1 layer × 4 heads, shortformer positions, smeared keys, repeated bigram text, seed 0',
  );
  expect(setupSummary(setup(3, 3))).toBe('3 layers × 4 heads, with MLP, rotary positions, /a.txt, seed 0');
});
