import { shardIndexFile, weightsFile } from '../../../shared/checkpointFiles';
import { badCheckpoint } from '../../badCheckpoint';
import type { CheckpointFolder } from '../../byteSource';
import { readJsonObject } from '../../jsonFile';
import { readSafetensorsHeader } from './safetensors';
import { showValue } from '../../showValue';
import type { StoredTensor, TensorIndex } from '../../storedTensor';

/** Published models have some hundred shards at most; an index with more is hostile. */
const maxShards = 1000;

/**
 * All tensors of a folder by name, from `model.safetensors` or else from the shards that `model.safetensors.index.json`
 * names. Rejects with `bad-checkpoint` for a missing shard and for a tensor that is not where the index says.
 */
export async function readTensorIndex(folder: CheckpointFolder): Promise<TensorIndex> {
  if (folder.files.has(weightsFile)) {
    return byName(await readSafetensorsHeader(await folder.open(weightsFile)));
  }
  const index = await readJsonObject(await folder.open(shardIndexFile));
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

  const tensors: StoredTensor[] = [];
  for (const shard of [...shardNames].toSorted()) {
    if (!folder.files.has(shard)) {
      throw badCheckpoint(`${folder.name}/${shard}`, `is missing; ${shardIndexFile} says that it holds weights`);
    }
    tensors.push(...(await readSafetensorsHeader(await folder.open(shard))));
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

function byName(tensors: readonly StoredTensor[]): TensorIndex {
  const index = new Map<string, StoredTensor>();
  for (const tensor of tensors) {
    const twin = index.get(tensor.name);
    if (twin) throw badCheckpoint(tensor.source.name, `tensor "${tensor.name}" is also in ${twin.source.name}`);
    index.set(tensor.name, tensor);
  }
  return index;
}
