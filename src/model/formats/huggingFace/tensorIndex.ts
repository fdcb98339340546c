import { pickledIndexFile, pickledWeightsFile, shardIndexFile, weightsFile } from '../../../shared/checkpointFiles';
import { badCheckpoint } from '../../badCheckpoint';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import { readJsonObject } from '../../jsonFile';
import { readTorchWeights } from '../pytorch/torchWeights';
import { readSafetensors } from '../safetensors/safetensors';
import { showValue } from '../../showValue';
import type { StoredTensor, TensorIndex } from '../../storedTensor';

/** Published models have some hundred shards at most; an index with more is hostile. */
const maxShards = 1000;
/** The index of a model of 670 billion weights has 9 MB. */
const maxIndexBytes = 16 * 2 ** 20;

/** How a folder stores its weights: in one file, or in shards that an index names. */
interface WeightsForm {
  readonly file: string;
  readonly index: string;
  /** A bare file name, so that an index cannot reach outside its folder. */
  readonly shard: RegExp;
  read(file: ByteSource): Promise<StoredTensor[]>;
}

const safetensors: WeightsForm = {
  file: weightsFile,
  index: shardIndexFile,
  shard: /^[\w][\w.-]*\.safetensors$/,
  read: tensorsWithAliases,
};

const pickled: WeightsForm = {
  file: pickledWeightsFile,
  index: pickledIndexFile,
  shard: /^[\w][\w.-]*\.bin$/,
  read: readTorchWeights,
};

/** In the order in which transformers looks for them. */
const forms = [safetensors, pickled];

/** Whether a folder has weights in a form that is read. */
export function hasWeights({ files }: CheckpointFolder): boolean {
  return forms.some(({ file, index }) => files.has(file) || files.has(index));
}

/**
 * All tensors of a folder by name: of `model.safetensors`, or else of the shards that its index names, or else of
 * `pytorch_model.bin` or its shards. Rejects with `bad-checkpoint` for a missing shard and for a tensor that is not where
 * the index says.
 */
export async function readTensorIndex(folder: CheckpointFolder): Promise<TensorIndex> {
  const form = forms.find(({ file, index }) => folder.files.has(file) || folder.files.has(index)) ?? safetensors;
  return folder.files.has(form.file) ? byName(await form.read(await folder.open(form.file))) : readShards(folder, form);
}

async function readShards(folder: CheckpointFolder, form: WeightsForm): Promise<TensorIndex> {
  const index = await readJsonObject(await folder.open(form.index), maxIndexBytes);
  const weightMap = index.object('weight_map');
  if (!weightMap) throw badCheckpoint(index.where, '"weight_map" is missing');

  const shardNames = new Set<string>();
  for (const [tensor, shard] of Object.entries(weightMap.fields)) {
    if (typeof shard !== 'string' || !form.shard.test(shard)) {
      throw badCheckpoint(
        weightMap.where,
        `tensor ${showValue(tensor)} is in ${showValue(shard)}, not a file of this folder`,
      );
    }
    shardNames.add(shard);
  }
  if (shardNames.size > maxShards)
    throw badCheckpoint(index.where, `names ${shardNames.size} shards; at most ${maxShards} are read`);
  if (shardNames.size === 0) throw badCheckpoint(index.where, 'lists no tensors');

  const missing = [...shardNames].filter(shard => !folder.files.has(shard)).toSorted();
  if (missing.length > 0) {
    throw badCheckpoint(
      `${folder.name}/${missing[0]}`,
      `is missing${missing.length > 1 ? `, and ${missing.length - 1} more` : ''}; ` +
        `${form.index} names ${shardNames.size} files of weights, and ${shardNames.size - missing.length} are here`,
    );
  }
  const tensors: StoredTensor[] = [];
  for (const shard of [...shardNames].toSorted()) {
    tensors.push(...(await form.read(await folder.open(shard))));
  }
  const found = byName(tensors);
  for (const [tensor, shard] of Object.entries(weightMap.fields)) {
    if (found.get(tensor)?.source.name !== `${folder.name}/${String(shard)}`) {
      throw badCheckpoint(`${folder.name}/${String(shard)}`, `has no tensor "${tensor}", though ${form.index} says so`);
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
