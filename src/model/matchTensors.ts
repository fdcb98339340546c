import type { Architecture, ParameterSource } from './architecture/architecture';
import { badCheckpoint, unsupported } from './badCheckpoint';
import type { Checkpoint } from './checkpoint';
import type { JsonObject } from './jsonFile';
import type { StoredTensor, TensorIndex } from './storedTensor';
import type { TransformerConfig } from './transformerConfig';

/**
 * A checkpoint's config and its stored tensors, as the family reads them. `json` has the names and `stored` the tensors
 * of the family's Hugging Face checkpoints; `nameInFile` gives the name that messages show for a tensor.
 */
export function matchedModel(
  architecture: Architecture,
  json: JsonObject,
  stored: TensorIndex,
  nameInFile?: (tensor: string) => string,
): Pick<Checkpoint, 'config' | 'parameters' | 'tensors' | 'remarks'> {
  const shapes = [...stored].map(
    ([name, { shape }]) => [withoutPrefix(name, architecture.optionalPrefix), shape] as const,
  );
  const { config, parameters, remarks = [] } = architecture.read(json, new Map(shapes));
  return { config, parameters, remarks, tensors: matchTensors(stored, parameters, architecture, config, nameInFile) };
}

/**
 * The stored tensor behind each parameter, by the name that `ParameterSource.tensor` gives. Throws unless every weight is
 * there once with the right shape and a dtype that we read. Throws for an unknown tensor too: the family would not use it,
 * so the numbers would be wrong.
 */
function matchTensors(
  stored: TensorIndex,
  parameters: readonly ParameterSource[],
  architecture: Architecture,
  config: TransformerConfig,
  nameInFile: (tensor: string) => string = tensor => tensor,
): TensorIndex {
  const expected = new Map(parameters.map(parameter => [parameter.tensor, parameter.tensorShape]));
  const matched = new Map<string, StoredTensor>();
  const unknown: StoredTensor[] = [];
  for (const [given, tensor] of stored) {
    const name = withoutPrefix(given, architecture.optionalPrefix);
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

  const anyFile = stored.values().next().value?.source.name ?? 'the file';
  const missing = [...expected.keys()].filter(name => !matched.has(name));
  const [firstMissing] = missing;
  if (firstMissing !== undefined) {
    const shape = expected.get(firstMissing) ?? [];
    throw badCheckpoint(
      anyFile,
      `has no tensor "${nameInFile(firstMissing)}" [${shape.join(', ')}]${andMore(missing.length - 1)}; ${config.architecture} needs it`,
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
  return inOrderOfNames(matched, architecture.optionalPrefix);
}

/** The tensors in the order of the file's own names: the hash of the weights depends on this order. */
function inOrderOfNames(tensors: TensorIndex, prefix: string): TensorIndex {
  const key = ([, { name }]: readonly [string, StoredTensor]): string => withoutPrefix(name, prefix);
  return new Map([...tensors].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)));
}

function checkTensor(tensor: StoredTensor, shape: readonly number[]): void {
  const where = tensor.source.name;
  if (tensor.shape.length !== shape.length || tensor.shape.some((length, axis) => length !== shape[axis])) {
    throw badCheckpoint(
      where,
      `tensor "${tensor.name}" has shape [${tensor.shape.join(', ')}], expected [${shape.join(', ')}]`,
    );
  }
  if (!tensor.format) throw unsupported(where, `tensor "${tensor.name}" is ${tensor.dtype}, a dtype that is not read`);
}

function withoutPrefix(name: string, prefix: string): string {
  return prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

function andMore(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}
