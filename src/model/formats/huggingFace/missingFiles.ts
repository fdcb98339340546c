import { configFile, pickledIndexFile, shardIndexFile, weightsFile } from '../../../shared/checkpointFiles';
import type { AppError } from '../../../shared/errors';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { CheckpointFolder } from '../../byteSource';

/** What stands in a folder in place of weights, with what the user can do. */
interface OtherFile {
  readonly name: RegExp;
  readonly message: string;
}

/** What a program that downloads leaves while it is not done. */
export const unfinishedDownload: OtherFile = {
  name: /\.(incomplete|part|partial|crdownload|download|aria2)$/i,
  message: 'is an unfinished download; finish it, or download the file again',
};

const others: readonly OtherFile[] = [
  {
    name: /^adapter_(config\.json|model\.(safetensors|bin))$/,
    message:
      'belongs to a LoRA adapter, which is nothing without its base model; merge both (merge_and_unload() of PEFT) and save that',
  },
  {
    name: /^(tf_model.*\.h5|flax_model.*\.msgpack|model\.ckpt.*|.*\.ckpt\.index|rust_model\.ot)$/,
    message:
      'holds weights for TensorFlow, Flax or Rust, which are not read; load them with transformers 4 (from_tf=True, from_flax=True) and save with save_pretrained',
  },
  {
    name: /\.(onnx|onnx_data|ort)$/,
    message: 'is an ONNX graph, which is not read; open the checkpoint from which it was exported',
  },
  {
    name: /\.npz$/,
    message: 'holds weights for MLX, which are not read; open the checkpoint from which they were converted',
  },
  {
    name: /\.(gguf|pt|pth)$/i,
    message: 'is a checkpoint of its own; open the file, not its folder',
  },
];

/** A sentence about an adapter that lies beside a model; null if there is none. */
export function adapterRemark(folder: CheckpointFolder): string | null {
  if (!folder.files.has('adapter_config.json')) return null;
  return (
    `${folder.name}/adapter_config.json: the adapter is not applied, the numbers are those of the model beside it; ` +
    'transformers applies it to its base model.'
  );
}

/** The error for a folder without a config.json. */
export function withoutConfig(folder: CheckpointFolder): AppError {
  const weights = [weightsFile, shardIndexFile].find(name => folder.files.has(name));
  if (weights !== undefined) {
    return badCheckpoint(folder.name, `has no ${configFile}; copy it from where ${weights} came from`);
  }
  return found(folder) ?? badCheckpoint(folder.name, `has no ${configFile}`);
}

/** The error for a folder with a config.json and without weights that are read. */
export function withoutWeights(folder: CheckpointFolder): AppError {
  return (
    withoutShardIndex(folder) ??
    found(folder) ??
    underAnotherName(folder) ??
    badCheckpoint(folder.name, `has no ${weightsFile} and no ${shardIndexFile}; download the weights, too`)
  );
}

function withoutShardIndex(folder: CheckpointFolder): AppError | null {
  const shard = [...folder.files].toSorted().find(name => /-\d+-of-\d+\.(safetensors|bin)$/.test(name));
  if (shard === undefined) return null;
  const index = shard.endsWith('.bin') ? pickledIndexFile : shardIndexFile;
  return badCheckpoint(
    `${folder.name}/${shard}`,
    `is a part of the weights, but their index is missing; download ${index}, too`,
  );
}

function underAnotherName(folder: CheckpointFolder): AppError | null {
  const name = [...folder.files].toSorted().find(one => one.endsWith('.safetensors'));
  if (name === undefined) return null;
  return badCheckpoint(`${folder.name}/${name}`, `is not named ${weightsFile}; open the file, not its folder`);
}

function found(folder: CheckpointFolder): AppError | null {
  const names = [...folder.files].toSorted();
  for (const { name: pattern, message } of [unfinishedDownload, ...others]) {
    const name = names.find(one => pattern.test(one));
    if (name === undefined) continue;
    const where = `${folder.name}/${name}`;
    return pattern === unfinishedDownload.name ? badCheckpoint(where, message) : unsupported(where, message);
  }
  return null;
}
