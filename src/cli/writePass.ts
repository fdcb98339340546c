import { AppError, systemErrorCode } from '../shared/errors';
import type { CheckpointFacts, EngineContract, PassResult, PassSpec } from '../shared/contracts/engineContract';
import type { Client } from '../shared/rpc/rpc';
import { sizeOfShape, type FloatView, type TensorView } from '../shared/tensorView';
import { replaceFile } from '../disk/replaceFile';
import { safetensorsHeader, type TensorHeader } from '../model/formats/safetensors/safetensorsHeader';

interface NamedTensor extends TensorHeader {
  readonly read: () => Promise<TensorView>;
}

/**
 * Writes a pass as safetensors: `logits`, each layer's `attn.hook_pattern` and `hook_resid_pre`, `loss_per_token`,
 * `input_ids`, and for an ablated pass `clean.loss_per_token`. It holds one tensor in memory at a time, and the file gets
 * its own name when it is complete. Rejects with `bad-input` if the file cannot be written.
 */
export async function writePass(
  engine: Client<EngineContract>,
  spec: PassSpec,
  facts: CheckpointFacts,
  result: PassResult,
  cleanLoss: FloatView | null,
  file: string,
): Promise<void> {
  const [batch = 0, positions = 0] = spec.ids.shape;
  const computed = (name: string, ...shape: number[]): NamedTensor => ({
    name,
    dtype: 'F32',
    shape,
    read: () => engine.activation({ pass: spec, name }),
  });
  const known = (name: string, dtype: 'F32' | 'I32', tensor: TensorView): NamedTensor => ({
    name,
    dtype,
    shape: tensor.shape,
    read: () => Promise.resolve(tensor),
  });
  const layers = Array.from({ length: facts.nLayers }, (_, layer) => [
    computed(`blocks.${layer}.attn.hook_pattern`, batch, facts.nHeads, positions, positions),
    computed(`blocks.${layer}.hook_resid_pre`, batch, positions, facts.dModel),
  ]);
  await write(file, [
    computed('logits', batch, positions, facts.dVocabOut),
    ...layers.flat(),
    known('loss_per_token', 'F32', result.lossPerToken),
    known('input_ids', 'I32', spec.ids),
    ...(cleanLoss ? [known('clean.loss_per_token', 'F32', cleanLoss)] : []),
  ]);
}

async function write(file: string, tensors: readonly NamedTensor[]): Promise<void> {
  try {
    await replaceFile(file, async handle => {
      await handle.writeFile(safetensorsHeader(tensors));
      for (const { name, shape, read } of tensors) {
        const { data } = await read();
        if (data.length !== sizeOfShape(shape))
          throw new Error(`${name} does not have the shape it was announced with`);
        await handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
    });
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === null) throw thrown;
    throw new AppError('bad-input', `${file}: cannot be written (${code}).`, { cause: thrown });
  }
}
