import { sizeOfShape } from '../shared/tensorView';
import type { Architecture, ParameterSource } from './architecture/architecture';
import { architectureOf } from './architecture/registry';
import { badCheckpoint, unsupported } from './badCheckpoint';
import type { CheckpointFolder } from './byteSource';
import { isWeightDtype } from './dtype';
import { readJsonObject, type JsonObject } from './jsonFile';
import type { StoredTensor } from './safetensors';
import { readTensorIndex, shardIndexName, singleFileName, type TensorIndex } from './tensorIndex';
import type { TransformerConfig } from './transformerConfig';

/** A checkpoint as its headers describe it: nothing of the weights has been read. */
export interface Checkpoint {
  readonly folder: CheckpointFolder;
  readonly configJson: JsonObject;
  readonly config: TransformerConfig;
  readonly parameters: readonly ParameterSource[];
  /** The stored tensor behind each of `parameters`, by the name that `ParameterSource.tensor` gives. */
  readonly tensors: TensorIndex;
}

export const configFileName = 'config.json';

/**
 * Reads config.json and the tensor headers of a Hugging Face folder, and checks that every weight is there, with the
 * right shape and a dtype we read, and that nothing unknown is there beside them.
 *
 * Throws `bad-checkpoint` for what is wrong with the files, `unsupported` for what we cannot compute.
 */
export async function openCheckpoint(folder: CheckpointFolder): Promise<Checkpoint> {
  if (!folder.files.has(configFileName)) throw badCheckpoint(folder.name, 'has no config.json');
  const configJson = await readJsonObject(await folder.open(configFileName));
  const architecture = architectureOf(configJson);
  requireSafetensors(folder);
  const stored = await readTensorIndex(folder);
  const names = [...stored.keys()].map(name => withoutPrefix(name, architecture.optionalPrefix));
  const config = architecture.readConfig(configJson, new Set(names));
  const parameters = architecture.parameters(config);
  return { folder, configJson, config, parameters, tensors: matchTensors(stored, parameters, architecture, config) };
}

function requireSafetensors(folder: CheckpointFolder): void {
  if (folder.files.has(singleFileName) || folder.files.has(shardIndexName)) return;
  const other = [...folder.files].find(name => /^pytorch_model.*\.bin$|\.(pt|pth|gguf)$/.test(name));
  if (other) {
    throw unsupported(
      `${folder.name}/${other}`,
      'only safetensors weights are read; save the model again with save_pretrained(…, safe_serialization=True)',
    );
  }
  throw badCheckpoint(folder.name, `has no ${singleFileName} and no ${shardIndexName}`);
}

function matchTensors(
  stored: TensorIndex,
  parameters: readonly ParameterSource[],
  architecture: Architecture,
  config: TransformerConfig,
): TensorIndex {
  const expected = new Map(parameters.map(parameter => [parameter.tensor, parameter.tensorShape]));
  const matched = new Map<string, StoredTensor>();
  const unknown: StoredTensor[] = [];
  for (const tensor of stored.values()) {
    const name = withoutPrefix(tensor.name, architecture.optionalPrefix);
    const shape = expected.get(name);
    if (shape) {
      checkTensor(tensor, shape);
      const twin = matched.get(name);
      if (twin) throw badCheckpoint(tensor.source.name, `has both "${twin.name}" and "${tensor.name}"`);
      matched.set(name, tensor);
    } else if (!architecture.isBuffer(name, config)) {
      unknown.push(tensor);
    }
  }

  const anyFile = stored.values().next().value?.source.name ?? singleFileName;
  const missing = [...expected.keys()].filter(name => !matched.has(name));
  const [firstMissing] = missing;
  if (firstMissing !== undefined) {
    const shape = expected.get(firstMissing) ?? [];
    throw badCheckpoint(
      anyFile,
      `has no tensor "${firstMissing}" [${shape.join(', ')}]${andMore(missing.length - 1)}; ${config.architecture} needs it`,
    );
  }
  const [firstUnknown] = unknown;
  if (firstUnknown) {
    throw badCheckpoint(
      firstUnknown.source.name,
      `has the unknown tensor "${firstUnknown.name}" [${firstUnknown.shape.join(', ')}]${andMore(unknown.length - 1)}; ` +
        `${config.architecture} does not use it, so the numbers would be wrong`,
    );
  }
  return matched;
}

function checkTensor(tensor: StoredTensor, shape: readonly number[]): void {
  const where = tensor.source.name;
  if (tensor.shape.length !== shape.length || tensor.shape.some((length, axis) => length !== shape[axis])) {
    throw badCheckpoint(
      where,
      `tensor "${tensor.name}" has shape [${tensor.shape.join(', ')}], expected [${shape.join(', ')}]`,
    );
  }
  if (!isWeightDtype(tensor.dtype)) {
    throw unsupported(where, `tensor "${tensor.name}" is ${tensor.dtype}; supported: F32, F16, BF16`);
  }
}

function withoutPrefix(name: string, prefix: string): string {
  return prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function andMore(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}

/** Numbers a model has learnt, each stored tensor counted once. */
export function parameterCount(checkpoint: Checkpoint): number {
  return [...checkpoint.tensors.values()].reduce((count, tensor) => count + sizeOfShape(tensor.shape), 0);
}

/** The stored dtypes, most bytes first. */
export function weightDtypes(checkpoint: Checkpoint): string[] {
  const bytes = new Map<string, number>();
  for (const tensor of checkpoint.tensors.values()) {
    bytes.set(tensor.dtype, (bytes.get(tensor.dtype) ?? 0) + tensor.byteLength);
  }
  return [...bytes].toSorted((a, b) => b[1] - a[1]).map(([dtype]) => dtype);
}

export function weightBytes(checkpoint: Checkpoint): number {
  return [...checkpoint.tensors.values()].reduce((total, tensor) => total + tensor.byteLength, 0);
}
