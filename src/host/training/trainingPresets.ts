import { l10n } from 'vscode';
import type { DataSetup, ModelSetup, TrainingSetup } from '../../shared/trainingSetup';

/** Data to train a small model on, with the schedule that suits them. */
export interface DataPreset {
  readonly label: string;
  readonly detail: string;
  /** First part of the name of the run's folder. */
  readonly name: string;
  /** Null for a file or folder that the user chooses. */
  readonly data: DataSetup | null;
  readonly training: Pick<
    TrainingSetup,
    'rowLength' | 'batch' | 'shortRows' | 'steps' | 'learningRate' | 'warmUp' | 'snapshots' | 'logEvery'
  >;
  /** Longer than the rows of training: prefix matching needs rows of 101 tokens, a start token and 25 tokens four times. */
  readonly context: number;
}

/** The phase change is over after 41 s on one core. */
const repeatTraining: DataPreset['training'] = {
  rowLength: 64,
  batch: 64,
  shortRows: null,
  steps: 700,
  learningRate: 1e-3,
  warmUp: 100,
  snapshots: { kind: 'linear', every: 25 },
  logEvery: 25,
};

const bigramTraining: DataPreset['training'] = {
  ...repeatTraining,
  steps: 1200,
  learningRate: 2e-3,
  snapshots: { kind: 'linear', every: 50 },
};

const textTraining: DataPreset['training'] = {
  rowLength: 128,
  batch: 32,
  shortRows: { length: 64, share: 0.75 },
  steps: 1500,
  learningRate: 3e-3,
  warmUp: 100,
  snapshots: { kind: 'log', count: 24, first: 50 },
  logEvery: 50,
};

export function dataPresets(): readonly DataPreset[] {
  return [
    {
      label: l10n.t('Repeated random tokens'),
      detail: l10n.t(
        'Segments of random tokens, repeated. The phase change comes between steps 250 and 500; about a minute.',
      ),
      name: 'repeat',
      data: { kind: 'repeat', vocabulary: 64 },
      training: repeatTraining,
      context: 128,
    },
    {
      label: l10n.t('Repeated bigram text'),
      detail: l10n.t(
        'Segments from one table of bigrams, repeated: the model learns bigrams first, then induction. Some minutes.',
      ),
      name: 'bigrams',
      data: { kind: 'bigrams', vocabulary: 64, concentration: 0.1 },
      training: bigramTraining,
      context: 128,
    },
    {
      label: l10n.t('Small English stories'),
      detail: l10n.t(
        'Made up during training, with names and things that recur. The model then runs on any text. Some minutes.',
      ),
      name: 'stories',
      data: { kind: 'stories', tokenizer: { kind: 'bpe', vocabulary: 640 }, drills: 0.4 },
      training: textTraining,
      context: 256,
    },
    {
      label: l10n.t('A text file or folder…'),
      detail: l10n.t('Byte pairs learnt from it. Induction needs text in which things recur. Some minutes.'),
      name: 'text',
      data: null,
      training: textTraining,
      context: 256,
    },
  ];
}

export interface ModelPreset {
  readonly label: string;
  readonly detail: string;
  /** Second part of the name of the run's folder. */
  readonly name: string;
  readonly model: Omit<ModelSetup, 'n_ctx'>;
}

const small = { n_heads: 4, d_model: 64, d_head: 16 };

export function modelPresets(): readonly ModelPreset[] {
  return [
    {
      label: l10n.t('2 layers'),
      detail: l10n.t(
        'The smallest model that forms induction heads: a previous-token head in layer 0, induction in layer 1.',
      ),
      name: '2-layers',
      model: { ...small, n_layers: 2 },
    },
    {
      label: l10n.t('1 layer'),
      detail: l10n.t('The control: it forms no induction heads, whatever the data.'),
      name: '1-layer',
      model: { ...small, n_layers: 1 },
    },
    {
      label: l10n.t('1 layer, smeared keys'),
      detail: l10n.t(
        'Each key is mixed with the key before it: induction in one layer (Argument 2 of Olsson et al. 2022).',
      ),
      name: '1-layer-smeared',
      model: { ...small, n_layers: 1, positional_embedding_type: 'shortformer', smeared_keys: true },
    },
    {
      label: l10n.t('3 layers with MLP'),
      detail: l10n.t('Closer to a real language model; several times slower.'),
      name: '3-layers-mlp',
      model: { ...small, n_layers: 3, attn_only: false, d_mlp: 256, act_fn: 'gelu' },
    },
  ];
}

export function presetSetup(
  data: DataPreset & { readonly data: DataSetup },
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
