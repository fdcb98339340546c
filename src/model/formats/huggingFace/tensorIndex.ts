import { shardIndexFile, weightsFile } from '../../../shared/checkpointFiles';
import { badCheckpoint } from '../../badCheckpoint';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import { readJsonObject } from '../../jsonFile';
import { readSafetensors } from '../safetensors/safetensors';
import { showValue } from '../../showValue';
import type { StoredTensor, TensorIndex } from '../../storedTensor';

/** Published models have some hundred shards at most; an index with more is hostile. */
const maxShards = 1000;
/** The index of a model of 670 billion weights has 9 MB. */
const maxIndexBytes = 16 * 2 ** 20;

/**
 * All tensors of a folder by name, from `model.safetensors` or else from the shards that `model.safetensors.index.json`
 * names. Rejects with `bad-checkpoint` for a missing shard and for a tensor that is not where the index says.
 */
export async function readTensorIndex(folder: CheckpointFolder): Promise<TensorIndex> {
  if (folder.files.has(weightsFile)) {
    return byName(await tensorsWithAliases(await folder.open(weightsFile)));
  }
  const index = await readJsonObject(await folder.open(shardIndexFile), maxIndexBytes);
  const weightMap = index.object('weight_map');
  if (!weightMap) throw badCheckpoint(index.where, '"weight_map" is missing');

  const shardNames = new Set<string>();
  for (const [tensor, shard] of Object.entries(weightMap.fields)) {
    // Only a bare file name is accepted, so that an index cannot reach outside its folder.
    if (typeof shard !== 'string' || !/^[\w][\w.-]*\.safetensors$/.test(shard)) {
      throw badCheckpoint(
        weightMap.where,
        `tensor ${showValue(tensor)} is in ${showValue(shard)}, not a file of this folder`,
      );
    }
    shardNames.add(shard);
  }
  if (shardNames.size > maxShards) throw badCheckpoint(index.where, `names ${shardNames.size} shards`);

  if (shardNames.size === 0) throw badCheckpoint(index.where, 'lists no tensors');

  const missing = [...shardNames].filter(shard => !folder.files.has(shard)).toSorted();
  if (missing.length > 0) {
    throw badCheckpoint(
      `${folder.name}/${missing[0]}`,
      `is missing${missing.length > 1 ? `, and ${missing.length - 1} more` : ''}; ` +
        `${shardIndexFile} names ${shardNames.size} files of weights, and ${shardNames.size - missing.length} are here`,
    );
  }
  const tensors: StoredTensor[] = [];
  for (const shard of [...shardNames].toSorted()) {
    tensors.push(...(await tensorsWithAliases(await folder.open(shard))));
  }
  const found = byName(tensors);
  for (const [tensor, shard] of Object.entries(weightMap.fields)) {
    if (found.get(tensor)?.source.name !== `${folder.name}/${String(shard)}`) {
      throw badCheckpoint(
        `${folder.name}/${String(shard)}`,
        `has no tensor "${tensor}", though ${shardIndexFile} says so`,
      );
    }
  }
  return found;
}

/**
 * The tensors of a file and their other names. safetensors.torch.save_model stores tied weights once, and notes
 * {missing name: stored name} in `__metadata__`. All other metadata name no tensor.
 */
async function tensorsWithAliases(source: ByteSource): Promise<StoredTensor[]> {
  const { metadata, tensors } = await readSafetensors(source);
  const stored = new Map(tensors.map(tensor => [tensor.name, tensor]));
  const aliases = Object.entries(metadata?.fields ?? {}).flatMap(([name, kept]) => {
    const tensor = typeof kept === 'string' && !stored.has(name) ? stored.get(kept) : undefined;
    return tensor ? [{ ...tensor, name }] : [];
  });
  return [...tensors, ...aliases];
}

function byName(tensors: readonly StoredTensor[]): TensorIndex {
  const index = new Map<string, StoredTensor>();
  for (const tensor of tensors) {
    const twin = index.get(tensor.name);
    if (twin) throw badCheckpoint(tensor.source.name, `tensor "${tensor.name}" is also in ${twin.source.name}`);
    index.set(tensor.name, tensor);
  }
  return index;
}
