import type { TransformerConfig } from '../transformerConfig';
import { asStored, transposed, type Layout } from '../weightLayout';
import type { ParameterSource } from './architecture';
import { parameterShape } from './parameterShape';

/** A tensor of the file whose shape or order is not what the weight's name says. */
export interface StoredTensorLayout {
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly layout: Layout;
}

/** TransformerLens's names of weights, each with the name of the tensor in the file. */
export type TensorNames = Readonly<Record<string, string | StoredTensorLayout>>;

/** Where a family keeps its weights. Their order here is the order in which they are listed and initialised. */
export interface StoredNames {
  readonly embed: TensorNames;
  /** The start of the names of a block's tensors: "layers.0.". */
  readonly blockPrefix: (layer: number) => string;
  /** One block's weights, without "blocks.{l}." and without the prefix. */
  readonly block: TensorNames;
  /** torch's Linear keeps a block's matrix as [out, in], GPT-2's Conv1D as [in, out], as the engine does. */
  readonly blockMatrices: '[out, in]' | '[in, out]';
  /** The final norm and the unembedding. W_U is left out if it is tied to W_E. */
  readonly final: TensorNames;
}

/** Every weight of a model, and where it is in the file. */
export function parameterSources(config: TransformerConfig, names: StoredNames): ParameterSource[] {
  const { embed, block, blockPrefix, blockMatrices, final } = names;
  const sources = (table: TensorNames, ours: string, theirs: string, isTransposed: boolean): ParameterSource[] =>
    Object.entries(table).map(([name, stored]) => {
      const shape = parameterShape(config, name);
      const { tensor, ...rest } = typeof stored === 'string' ? usual(stored, shape, isTransposed) : stored;
      return { parameter: ours + name, shape, tensor: theirs + tensor, tensorShape: rest.shape, layout: rest.layout };
    });
  return [
    ...sources(embed, '', '', false),
    ...Array.from({ length: config.nLayers }, (_, layer) =>
      sources(block, `blocks.${layer}.`, blockPrefix(layer), blockMatrices === '[out, in]'),
    ).flat(),
    ...sources(final, '', '', true).filter(({ parameter }) => parameter !== 'unembed.W_U' || !config.tiedEmbeddings),
  ];
}

/** A projection as torch's Linear keeps it; everything else as the engine keeps it. */
function usual(tensor: string, shape: readonly number[], isTransposed: boolean): StoredTensorLayout {
  const [rows = 0, columns = 0] = shape;
  return shape.length === 2 && isTransposed
    ? { tensor, shape: [columns, rows], layout: transposed(columns, rows) }
    : { tensor, shape, layout: asStored };
}
