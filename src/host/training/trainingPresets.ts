import type { DataRecipe, ModelRecipe, TrainingSetup } from '../../shared/trainingSetup';

/** A data set that a small model can be trained on, and how. */
export interface DataPreset {
  readonly label: string;
  readonly detail: string;
  /** Of the run's folder. */
  readonly name: string;
  /** Null: a file or folder of the person's own. */
  readonly data: DataRecipe | null;
  readonly training: Pick<
    TrainingSetup,
    'rowLength' | 'batch' | 'shortRows' | 'steps' | 'learningRate' | 'warmUp' | 'snapshots' | 'logEvery'
  >;
  /** Longer than the rows, so that the probe of prefix matching fits (25 ids four times over, and a start token). */
  readonly context: number;
}

/** Recipe A of the toy runs: 41 s to the end of the transition on one core. */
const repeat: DataPreset = {
  label: 'Repeated random tokens',
  detail: 'Segments of random tokens, repeated. The phase change comes between steps 250 and 500; about a minute.',
  name: 'repeat',
  data: { kind: 'repeat', vocabulary: 64 },
  training: {
    rowLength: 64,
    batch: 64,
    shortRows: null,
    steps: 700,
    learningRate: 1e-3,
    warmUp: 100,
    snapshots: { kind: 'linear', every: 25 },
    logEvery: 25,
  },
  context: 128,
};

const bigrams: DataPreset = {
  label: 'Repeated bigram text',
  detail: 'Segments from one table of bigrams, repeated: bigrams are learnt first, then induction. Some minutes.',
  name: 'bigrams',
  data: { kind: 'bigrams', vocabulary: 64, concentration: 0.1 },
  training: { ...repeat.training, steps: 1200, learningRate: 2e-3, snapshots: { kind: 'linear', every: 50 } },
  context: 128,
};

const text: Pick<DataPreset, 'training' | 'context'> = {
  training: {
    rowLength: 128,
    batch: 32,
    shortRows: { length: 64, share: 0.75 },
    steps: 1500,
    learningRate: 3e-3,
    warmUp: 100,
    snapshots: { kind: 'log', count: 24, first: 50 },
    logEvery: 50,
  },
  context: 256,
};

const stories: DataPreset = {
  label: 'Small English stories',
  detail: 'Made up as training goes, with names and things that recur. Runs on any text afterwards. Some minutes.',
  name: 'stories',
  data: { kind: 'stories', tokenizer: { kind: 'bpe', vocabulary: 640 }, drills: 0.4 },
  ...text,
};

const ownText: DataPreset = {
  label: 'A text file or folder…',
  detail: 'Byte pairs learnt from it. Induction needs text in which things recur; some minutes.',
  name: 'text',
  data: null,
  ...text,
};

export const dataPresets: readonly DataPreset[] = [repeat, bigrams, stories, ownText];

export interface ModelPreset {
  readonly label: string;
  readonly detail: string;
  readonly name: string;
  readonly model: Omit<ModelRecipe, 'n_ctx'>;
}

const small = { n_heads: 4, d_model: 64, d_head: 16 };

export const modelPresets: readonly ModelPreset[] = [
  {
    label: '2 layers',
    detail: 'The smallest that forms induction heads: a previous-token head in layer 0, induction in layer 1.',
    name: '2-layers',
    model: { ...small, n_layers: 2 },
  },
  {
    label: '1 layer',
    detail: 'The control: no induction heads, whatever the data.',
    name: '1-layer',
    model: { ...small, n_layers: 1 },
  },
  {
    label: '1 layer, smeared keys',
    detail: 'Each key is mixed with the one before it: induction in one layer (Argument 2 of Olsson et al.).',
    name: '1-layer-smeared',
    model: { ...small, n_layers: 1, positional_embedding_type: 'shortformer', smeared_keys: true },
  },
  {
    label: '3 layers with MLP',
    detail: 'Closer to a real language model; several times slower.',
    name: '3-layers-mlp',
    model: { ...small, n_layers: 3, attn_only: false, d_mlp: 256, act_fn: 'gelu' },
  },
];

export function presetRecipe(
  data: DataPreset & { readonly data: DataRecipe },
  { name, model }: ModelPreset,
): TrainingSetup {
  return {
    name: `${data.name}-${name}`,
    data: data.data,
    model: { ...model, n_ctx: data.context },
    ...data.training,
    weightDecay: 0.01,
    betas: [0.9, 0.98],
    clip: 1,
    seed: 0,
    weights: 'F32',
  };
}
