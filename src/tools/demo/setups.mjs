// @ts-check
// The setups of the six runs in media/demo, which differ in one thing each. `npm run train:demo` trains them again.

/** What all six share. The seed is chosen by `trainDemo.mjs`. */
const shared = {
  data: { kind: 'stories', tokenizer: { kind: 'bpe', vocabulary: 640 }, drills: 0.4 },
  rowLength: 256,
  batch: 16,
  shortRows: { length: 64, share: 0.75 },
  steps: 3000,
  learningRate: 3e-3,
  warmUp: 100,
  weightDecay: 0.01,
  betas: [0.9, 0.98],
  clip: 1,
  logEvery: 50,
  weights: 'F16',
};

const model = { n_heads: 4, d_model: 64, d_head: 16, n_ctx: 256, normalization_type: 'LN' };

/** @param {number} count */
const snapshots = count => ({ kind: 'log', count, first: 100 });

/** @param {number} layers @param {boolean} smeared */
const shortformer = (layers, smeared) => ({
  model: { ...model, n_layers: layers, positional_embedding_type: 'shortformer', smeared_keys: smeared },
  snapshots: snapshots(12),
});

/** By the name of their folder. @type {Readonly<Record<string, object>>} */
const variants = {
  'stories-2-layers': {
    model: { ...model, n_layers: 2, positional_embedding_type: 'rotary' },
    snapshots: snapshots(32),
  },
  'stories-1-layer': {
    model: { ...model, n_layers: 1, positional_embedding_type: 'rotary' },
    snapshots: snapshots(12),
  },
  'shortformer-2-layers': shortformer(2, false),
  'shortformer-1-layer': shortformer(1, false),
  'smeared-2-layers': shortformer(2, true),
  'smeared-1-layer': shortformer(1, true),
};

export const runNames = Object.keys(variants);

/** The run that the extension opens. */
export const mainRun = 'stories-2-layers';

/** @param {string} name @param {number} seed */
export function setupOf(name, seed) {
  return { name, ...shared, ...variants[name], seed };
}
