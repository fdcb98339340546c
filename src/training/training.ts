import * as tf from '@tensorflow/tfjs-core';
import type { FloatView, IntView } from '../shared/tensorView';
import type { TrainingSetup } from '../shared/trainingSetup';
import { valueAndGradients } from '../engine/gradients';
import { Weights, type TransformerModel } from '../engine/model';
import { plainUnembedding } from '../engine/ops/unembedding';
import { disposeConstants, passConstants, type PassConstants } from '../engine/passConstants';
import { adamWUpdate, clipByGlobalNorm, type Moments } from './adamW';
import type { WeightNumbers } from './initialWeights';
import type { ModelPlan } from './modelSetup';
import { nextTokenLoss } from './nextTokenLoss';
import { learningRateAt } from './schedule';
import { isDecayed, isProjectionBias, trainedParameters } from './trainedParameters';

/** The state of a training run. With the setup it determines all further steps, because a step's number determines its data. */
export interface TrainingState {
  /** Updates made. */
  readonly step: number;
  readonly weights: WeightNumbers;
  /** The moments of the trained weights, by TransformerLens's names. */
  readonly moments: ReadonlyMap<string, Moments>;
}

/** The state before the first update: given weights, and moments of 0. */
export function initialState(plan: ModelPlan, weights: WeightNumbers): TrainingState {
  const moments = trainedParameters(plan).map(name => {
    const length = weights.get(name)?.data.length ?? 0;
    return [name, { first: new Float32Array(length), second: new Float32Array(length) }] as const;
  });
  return { step: 0, weights, moments: new Map(moments) };
}

/** Rows with fewer tokens would leave the backend's threads idle. */
const minTokensAtOnce = 2048;

/**
 * A model in training. It keeps plain numbers; tensors live for one step. The same state, setup and rows give bit for bit
 * the same numbers on one backend.
 */
export class Training {
  readonly #weights: Map<string, FloatView>;
  #step: number;
  /** By the shape of the rows. There are two or three shapes: those of training steps and of held-out rows. */
  readonly #constants = new Map<string, PassConstants>();

  /** Takes `initial` over: every step changes its moments in place. */
  constructor(
    private readonly plan: ModelPlan,
    private readonly setup: TrainingSetup,
    private readonly initial: TrainingState,
  ) {
    this.#weights = new Map(initial.weights);
    this.#step = initial.step;
  }

  /** Updates made. */
  get step(): number {
    return this.#step;
  }

  get state(): TrainingState {
    return { step: this.#step, weights: this.#weights, moments: this.initial.moments };
  }

  /** Makes one update from rows of ids [batch, position] and returns the loss before it, in nats. */
  async update(ids: IntView): Promise<number> {
    const { loss, gradients } = await this.gradients(ids);
    const { learningRate, warmUp, betas, weightDecay, clip } = this.setup;
    if (clip !== null) clipByGlobalNorm([...gradients.values()], clip);
    const step = this.#step + 1;
    const rate = learningRateAt(step, learningRate, warmUp);
    for (const [name, gradient] of gradients) {
      const { shape, data } = this.weight(name);
      const moments = this.initial.moments.get(name);
      if (!moments) throw new Error(`${name} has no moments`);
      const settings = { learningRate: rate, betas, weightDecay: isDecayed(shape) ? weightDecay : 0 };
      this.#weights.set(name, { shape, data: adamWUpdate(data, gradient, moments, step, settings) });
    }
    this.#step = step;
    return loss;
  }

  /**
   * The loss on rows of ids [batch, position] in nats, and its gradient by trained weight, each in the weight's shape.
   */
  async gradients(ids: IntView): Promise<{ loss: number; gradients: Map<string, Float32Array> }> {
    const names = trainedParameters(this.plan);
    const constants = this.constantsFor(ids);
    const fixed = this.upload(name => !names.includes(name));
    const trained = this.upload(name => names.includes(name));
    const parameters = names.map(name => trained.get(name)).filter(tensor => tensor !== undefined);
    try {
      const { value, gradients } = valueAndGradients(tensors => {
        const model = this.modelOf(
          new Map([...fixed, ...tensors.map((tensor, i) => [names[i] ?? '', tensor] as const)]),
        );
        return nextTokenLoss(model, ids, constants);
      }, parameters);
      try {
        const [loss = NaN] = await value.data();
        const numbers = new Map<string, Float32Array>();
        for (const [i, gradient] of gradients.entries()) {
          // Copied, since some backends return their own memory.
          numbers.set(names[i] ?? '', (await gradient.data<'float32'>()).slice());
        }
        return { loss, gradients: numbers };
      } finally {
        tf.dispose([value, ...gradients]);
      }
    } finally {
      tf.dispose([...fixed.values(), ...trained.values()]);
    }
  }

  /**
   * The mean loss on rows of ids [row, position], in nats. It runs some thousand tokens at a time, so it needs no more
   * memory than a step.
   */
  async loss(model: TransformerModel, { shape, data }: IntView): Promise<number> {
    const [rows = 0, positions = 0] = shape;
    const atOnce = Math.max(this.setup.batch, Math.floor(minTokensAtOnce / positions));
    let sum = 0;
    for (let row = 0; row < rows; row += atOnce) {
      const count = Math.min(atOnce, rows - row);
      const ids = { shape: [count, positions], data: data.subarray(row * positions, (row + count) * positions) };
      const constants = this.constantsFor(ids);
      const value = tf.tidy(() => nextTokenLoss(model, ids, constants));
      const [loss = NaN] = await value.data();
      value.dispose();
      sum += loss * count;
    }
    return sum / rows;
  }

  /** Calls `use` with the model at its current weights, and disposes of the model after it. */
  async withModel<Result>(use: (model: TransformerModel) => Promise<Result>): Promise<Result> {
    const model = this.modelOf(this.upload(() => true));
    try {
      return await use(model);
    } finally {
      model.unembedding.dispose();
      model.weights.dispose();
    }
  }

  dispose(): void {
    for (const constants of this.#constants.values()) disposeConstants(constants);
    this.#constants.clear();
  }

  private weight(name: string): FloatView {
    const weight = this.#weights.get(name);
    if (!weight) throw new Error(`The model has no weight ${name}.`);
    return weight;
  }

  /** Leaves out the biases that stay 0: adding them would only take time. */
  private upload(chosen: (name: string) => boolean): Map<string, tf.Tensor> {
    const tensors = new Map<string, tf.Tensor>();
    for (const [name, { shape, data }] of this.#weights) {
      if (!isProjectionBias(name) && chosen(name)) tensors.set(name, tf.tensor(data, [...shape], 'float32'));
    }
    return tensors;
  }

  private modelOf(tensors: ReadonlyMap<string, tf.Tensor>): TransformerModel {
    const weights = new Weights(tensors);
    return { config: this.plan.config, weights, unembedding: plainUnembedding(weights.get('unembed.W_U')) };
  }

  private constantsFor({ shape }: IntView): PassConstants {
    const [batch = 0, positions = 0] = shape;
    const key = `${batch}×${positions}`;
    const constants = this.#constants.get(key) ?? passConstants(this.plan.config, batch, positions);
    this.#constants.set(key, constants);
    return constants;
  }
}
