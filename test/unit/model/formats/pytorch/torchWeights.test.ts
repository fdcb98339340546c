import { describe, expect, it } from 'vitest';
import { listWeights } from '../../../../../src/model/formats/weightsListing';
import { openFile } from '../../../../../src/service/fileFolder';
import { fixture } from '../../../../support/fixtures';
import { torchFixture } from '../../../../support/torchFiles';

describe('the listing of a file of torch', () => {
  it('has the optimiser’s tensors too, by their path', async () => {
    const { format, metadata, tensors } = await listWeights(await torchFixture('training.pt'));
    expect(format).toBe('PyTorch');
    expect(metadata).toMatchObject({ epoch: 3, best: 1.5 });
    const shapes = Object.fromEntries(tensors.map(({ name, dtype, shape }) => [name, [dtype, ...shape]]));
    expect(shapes).toMatchObject({
      'model_state_dict.alone': ['F32', 2],
      'optimizer_state_dict.state.0.exp_avg': ['F32', 2],
      loss: ['F32'],
      'rng.torch': ['U8', 8],
    });
  });

  it('has a module’s tensors by the names of its state_dict()', async () => {
    const { tensors } = await listWeights(await torchFixture('module.pt'));
    expect(tensors.map(({ name }) => name)).toContain('blocks.1.linear.weight');
  });

  it('leaves out what is no plain tensor', async () => {
    const { tensors } = await listWeights(await torchFixture('refused.sparse.pt'));
    expect(tensors).toEqual([]);
  });

  it('has the arguments of the model that was trained', async () => {
    const { metadata } = await listWeights(await openFile(fixture('pytorch', 'models', 'nanogpt', 'ckpt.pt')));
    expect(metadata).toMatchObject({ iter_num: 250, model_args: { n_head: 2, bias: false } });
  });
});
