import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../support/fixtures';
import { memorySource } from '../../../../support/memoryFolder';
import { rejection } from '../../../../support/rejection';
import { readTorchFile, torchFixture, torchReference } from '../../../../support/torchFiles';

describe('a file of torch.save', () => {
  it.each([
    ...['protocol2', 'protocol3', 'protocol4', 'protocol5'].map(form => [`tensors.${form}.pt`, 'tensors.json']),
    ['tensors.legacy.pt', 'tensors.json'],
    ['tensors.zip64.pt', 'tensors.json'],
    ['module.pt', 'module.json'],
    ['training.pt', 'training.json'],
  ])('%s has the numbers that torch.load gives, bit for bit', async (name, reference) => {
    const { read } = await readTorchFile(await torchFixture(name));
    expect(read).toEqual(torchReference(reference));
  });

  it('says which weights were read and what was left out', async () => {
    const { remarks } = await readTorchFile(await torchFixture('training.pt'));
    expect(remarks).toEqual([
      'The weights under "model_state_dict" are read; the file also holds "optimizer_state_dict", "rng".',
    ]);
  });

  it('reads weights beside an object that only a call of code could make, and calls nothing', async () => {
    const { read } = await readTorchFile(await torchFixture('harmless.call.pt'));
    expect(read).toEqual({ other: { shape: [1], values: [1] } });
    expect(existsSync('pwned')).toBe(false);
  });

  it.each([
    ['sparse', 'unsupported', 'tensor "weight" is made by torch._utils._rebuild_sparse_tensor, which is not run here'],
    ['quantized', 'unsupported', 'tensor "weight" is made by torch._utils._rebuild_qtensor'],
    ['meta', 'unsupported', 'tensor "weight" is made by torch._utils._rebuild_meta_tensor_no_storage'],
    ['negated', 'unsupported', 'tensor "weight" is a lazily conjugated or negated tensor'],
    ['call', 'unsupported', 'tensor "weight" is made by posix.system'],
    ['torchscript', 'unsupported', 'is a TorchScript archive'],
    ['big-endian', 'unsupported', 'has the byte order "big"'],
    ['compressed', 'unsupported', 'in it is compressed'],
    ['tar', 'unsupported', 'is in the tar form of torch 0.1'],
    ['plain-pickle', 'unsupported', 'is a pickle that torch.save did not write'],
  ])('refuses refused.%s.pt by name', async (name, reason, message) => {
    const error = await rejection(readTorchFile(await torchFixture(`refused.${name}.pt`)));
    expect(error).toMatchObject({ reason });
    expect(error.message).toMatch(new RegExp(`^refused\\.${name}\\.pt: `));
    expect(error.message).toContain(message);
  });

  it('does not read a tensor of which many numbers are one stored number', async () => {
    const { read, tensors } = await readTorchFile(await torchFixture('refused.expanded.pt'));
    expect([...tensors.keys()]).toEqual(['weight']);
    expect(read).toEqual({});
  });

  it('does not choose between two models', async () => {
    const error = await rejection(readTorchFile(await torchFixture('two-models.pt')));
    expect(error.message).toBe(
      'two-models.pt: holds tensors under "encoder", "decoder", and it is not clear which are the model; save its state_dict() alone',
    );
  });
});

describe('a damaged file of torch.save', () => {
  it.each(['tensors.protocol2.pt', 'tensors.protocol4.pt', 'tensors.legacy.pt', 'tensors.zip64.pt'])(
    '%s gives an error with its name, wherever it is cut off',
    async name => {
      const bytes = readFileSync(fixture('pytorch', name));
      for (let length = 0; length < bytes.length; length += 97) {
        const error = await rejection(readTorchFile(memorySource('cut.pt', bytes.subarray(0, length))));
        expect(error).toMatchObject({ name: 'AppError' });
        expect(error.message).toMatch(/^cut\.pt: /);
      }
    },
  );
});
