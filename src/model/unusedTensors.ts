import type { ParameterSource } from './architecture/architecture';
import { badCheckpoint } from './badCheckpoint';
import type { StoredTensor, TensorIndex } from './storedTensor';

/** What stands beside a language model and reads its last hidden state, or gives it pictures or sound. */
const sideBranch =
  /^(\w*_)?(heads?\d*|score|scores|classifier|value|critic|reward|qa_outputs|pooler|cls|mtp|medusa|eagle|vision|visual|image|audio|speech|multi_?modal|projector|connector|aligner)(_\w*)?\./;

/** The usual names of an unembedding. Such a tensor is never beside the model, even if the family calls its own otherwise. */
const unembedding = /^(lm_head|embed_out)\./;

/** The names of lists of blocks. Outside of the family's own list they may still be a part of the model. */
const blockLists = /^(\w+\.)?(h|layers?|blocks?)\.\w+\./;

/**
 * Throws `bad-checkpoint` unless no logit depends on the tensors that the family does not know, as on a value head, a
 * second output or a vision tower. Refused are those inside a block, before the final norm, and in the unembedding.
 * `unknown` and `tensors` have the family's names; `parameters` include W_U.
 */
export function refuseUnknown(
  unknown: TensorIndex,
  parameters: readonly ParameterSource[],
  tensors: TensorIndex,
  family: string,
): void {
  const trunk = trunkPath(parameters, tensors);
  const blocks = blockStem(parameters);
  const modules = new Set(parameters.map(({ tensor }) => tensor.slice(0, tensor.lastIndexOf('.') + 1)));
  modules.delete('');
  const used = [...unknown].flatMap(([name, tensor]) => {
    const isOfModel =
      blocks === null ||
      unembedding.test(name) ||
      name.startsWith(blocks) ||
      [...modules].some(module => name.startsWith(module));
    const isBeside =
      sideBranch.test(name) || (trunk !== '' && !tensor.name.startsWith(trunk) && !blockLists.test(name));
    return isOfModel || !isBeside ? [tensor] : [];
  });
  const [first] = used;
  if (!first) return;
  throw badCheckpoint(
    first.source.name,
    `has the unknown tensor "${first.name}" [${first.shape.join(', ')}]${andMore(used.length - 1)}; ` +
      `${family} does not use it, so the numbers would be wrong`,
  );
}

/** A sentence that names the tensors that are left out. */
export function unusedRemark(unused: readonly StoredTensor[]): string {
  const names = unused.slice(0, 3).map(({ name, shape }) => `"${name}" [${shape.join(', ')}]`);
  const rest = andMore(unused.length - names.length);
  const file = unused[0]?.source.name ?? '';
  return `${file} holds ${names.join(', ')}${rest}, which are not used: the model's logits do not depend on them.`;
}

export function andMore(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}

/** What the file puts before the family's names: "model.", "module.transformer.". Heads stand outside of it. */
function trunkPath(parameters: readonly ParameterSource[], tensors: TensorIndex): string {
  const name = parameters.find(({ parameter }) => parameter === 'embed.W_E')?.tensor ?? '';
  const stored = tensors.get(name)?.name ?? '';
  return stored.endsWith(name) ? stored.slice(0, stored.length - name.length) : '';
}

/** The start of the names of all blocks' tensors: "h.". Null for a family whose blocks are not numbered. */
function blockStem(parameters: readonly ParameterSource[]): string | null {
  const first = parameters.find(({ parameter }) => parameter.startsWith('blocks.0.'));
  return /^(.*?)\b0\./.exec(first?.tensor ?? '')?.[1] ?? null;
}
