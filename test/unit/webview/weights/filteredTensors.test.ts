import { expect, it } from 'vitest';
import type { TensorEntry } from '../../../../src/shared/weightsFile';
import { filteredTensors } from '../../../../webview/weights/filteredTensors';

const tensors: readonly TensorEntry[] = [
  { name: 'model.layers.0.q_proj.weight', dtype: 'BF16', shape: [768, 2304], bytes: 1 },
  { name: 'model.layers.1.q_proj.weight', dtype: 'F32', shape: [768], bytes: 1 },
];
const found = (filter: string): number[] => filteredTensors(tensors, filter).map(tensor => tensors.indexOf(tensor));

it('finds every word in name, dtype or shape, in either case', () => {
  expect(found('')).toEqual([0, 1]);
  expect(found('LAYERS.1')).toEqual([1]);
  expect(found('q_proj bf16')).toEqual([0]);
  expect(found('2,304')).toEqual([0]);
  expect(found('q_proj 2,304 f32')).toEqual([]);
});
