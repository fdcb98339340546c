import type { Architecture, ParameterSource, ReadModel } from './architecture/architecture';
import { badCheckpoint } from './badCheckpoint';
import type { Checkpoint } from './checkpoint';
import { byFamilyName, familyName } from './familyNames';
import type { JsonObject } from './jsonFile';
import { sameNumbers } from './sameNumbers';
import { refuseDtype, refuseSpecialWeights } from './specialWeights';
import type { StoredTensor, TensorIndex } from './storedTensor';
import { andMore, refuseUnknown, unusedRemark } from './unusedTensors';

/**
 * A checkpoint's config and its stored tensors, as the family reads them. `json` has the names and `stored` the tensors
 * of the family's Hugging Face checkpoints; `nameInFile` gives the name that messages show for a tensor.
 *
 * Rejects unless every weight is there once with the right shape and a dtype that we read. Rejects for an unknown tensor
 * too, unless no logit depends on it.
 */
export async function matchedModel(
  architecture: Architecture,
  json: JsonObject,
  stored: TensorIndex,
  nameInFile: (tensor: string) => string = tensor => tensor,
): Promise<Pick<Checkpoint, 'config' | 'parameters' | 'tensors' | 'remarks'>> {
  refuseSpecialWeights(stored);
  const named = byFamilyName(stored, architecture.optionalPrefix);
  const where = stored.values().next().value?.source.name ?? json.where;
  const { model, untied, tensors, remarks } = await withOutput(architecture, json, named);
  const matched = matchTensors(model, tensors, where, nameInFile);

  const unknown = new Map(
    [...tensors].filter(([name]) => !matched.has(name) && !architecture.isBuffer(name, model.config)),
  );
  refuseUnknown(unknown, untied.parameters, tensors, model.config.architecture);
  const unused = [...unknown.values()];
  return {
    config: model.config,
    parameters: model.parameters,
    tensors: inOrderOfNames(matched, architecture.optionalPrefix),
    remarks: [...(model.remarks ?? []), ...remarks, ...(unused.length > 0 ? [unusedRemark(unused)] : [])],
  };
}

interface ModelWithOutput {
  readonly model: ReadModel;
  /** The same model with a W_U of its own, so that its name is known. */
  readonly untied: ReadModel;
  readonly tensors: TensorIndex;
  readonly remarks: readonly string[];
}

/**
 * Decides between a tied W_U and a stored one where the config ties them, as transformers 5 does (`tie_weights`): one
 * stored tensor serves both, under either name; two with the same numbers are tied; two that differ are both used.
 */
async function withOutput(
  architecture: Architecture,
  json: JsonObject,
  tensors: TensorIndex,
): Promise<ModelWithOutput> {
  const shapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const model = architecture.read(json, shapes);
  if (!model.config.tiedEmbeddings) return { model, untied: model, tensors, remarks: [] };

  const untied = architecture.read(json.with({ tie_word_embeddings: false }), shapes);
  const embedding = tensorOf(untied, 'embed.W_E');
  const output = tensorOf(untied, 'unembed.W_U');
  const outputTensor = tensors.get(output);
  if (!outputTensor) return { model, untied, tensors, remarks: [] };

  const others = new Map(tensors);
  others.delete(output);
  const embeddingTensor = tensors.get(embedding);
  if (!embeddingTensor) return { model, untied, tensors: others.set(embedding, outputTensor), remarks: [] };
  if (await sameNumbers(embeddingTensor, outputTensor)) return { model, untied, tensors: others, remarks: [] };
  const remark =
    `${json.where} ties the embeddings, but ${outputTensor.source.name} holds "${outputTensor.name}" with other numbers ` +
    `than "${embeddingTensor.name}"; both are used, as transformers 5 does.`;
  return { model: untied, untied, tensors, remarks: [remark] };
}

/** The family's name of the tensor behind a weight; empty if the model has no such weight. */
function tensorOf({ parameters }: ReadModel, parameter: string): string {
  return parameters.find(one => one.parameter === parameter)?.tensor ?? '';
}

/** The stored tensor behind each parameter. Throws unless all are there with the right shape and a dtype that we read. */
function matchTensors(
  { config, parameters }: ReadModel,
  tensors: TensorIndex,
  where: string,
  nameInFile: (tensor: string) => string,
): TensorIndex {
  const matched = new Map<string, StoredTensor>();
  const missing: ParameterSource[] = [];
  for (const source of new Map(parameters.map(one => [one.tensor, one])).values()) {
    const tensor = tensors.get(source.tensor);
    if (!tensor) {
      missing.push(source);
      continue;
    }
    checkTensor(tensor, source.tensorShape);
    matched.set(source.tensor, tensor);
  }
  const [first] = missing;
  if (!first) return matched;
  const untiedOutput = first.parameter === 'unembed.W_U' && missing.length === 1;
  throw badCheckpoint(
    where,
    `has no tensor "${nameInFile(first.tensor)}" [${first.tensorShape.join(', ')}]${andMore(missing.length - 1)}; ` +
      `${config.architecture} needs it${untiedOutput ? ', unless its config sets "tie_word_embeddings" to true' : ''}`,
  );
}

/** The tensors in the order of the file's own names: the hash of the weights depends on this order. */
function inOrderOfNames(tensors: TensorIndex, prefix: string): TensorIndex {
  const key = ([, { name }]: readonly [string, StoredTensor]): string => familyName(name, prefix);
  return new Map([...tensors].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)));
}

function checkTensor(tensor: StoredTensor, shape: readonly number[]): void {
  if (tensor.shape.length !== shape.length || tensor.shape.some((length, axis) => length !== shape[axis])) {
    throw badCheckpoint(
      tensor.source.name,
      `tensor "${tensor.name}" has shape [${tensor.shape.join(', ')}], expected [${shape.join(', ')}]`,
    );
  }
  if (!tensor.format) refuseDtype(tensor);
}
