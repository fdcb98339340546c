/** AdamW's state of one parameter. */
export interface Moments {
  /** Running mean of the gradient. */
  readonly first: Float32Array;
  /** Running mean of its square. */
  readonly second: Float32Array;
}

export interface AdamWSettings {
  readonly learningRate: number;
  readonly betas: readonly [number, number];
  /** 0 for a parameter that does not decay. */
  readonly weightDecay: number;
}

const epsilon = 1e-8;

/**
 * One update of AdamW (Loshchilov and Hutter 2019; the decay is decoupled), as torch.optim.AdamW does it: `step` counts
 * from 1. It changes the moments in place. It returns new weights, because the backend may still use the memory of the old.
 *
 * It computes in plain numbers and not in tensors, so the result is the same on every backend. That takes milliseconds.
 */
export function adamWUpdate(
  weights: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  step: number,
  { learningRate, betas: [beta1, beta2], weightDecay }: AdamWSettings,
): Float32Array {
  const kept = 1 - learningRate * weightDecay;
  const stride = learningRate / (1 - beta1 ** step);
  const scale = 1 / Math.sqrt(1 - beta2 ** step);
  const updated = new Float32Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] ?? NaN;
    const m = (first[i] = beta1 * (first[i] ?? 0) + (1 - beta1) * g);
    const v = (second[i] = beta2 * (second[i] ?? 0) + (1 - beta2) * g * g);
    updated[i] = kept * (weights[i] ?? NaN) - (stride * m) / (Math.sqrt(v) * scale + epsilon);
  }
  return updated;
}

/** The Euclidean length of all gradients as one vector. */
export function globalNorm(gradients: readonly Float32Array[]): number {
  let squares = 0;
  for (const gradient of gradients) {
    for (const value of gradient) squares += value * value;
  }
  return Math.sqrt(squares);
}

/** Scales all gradients in place so that their length as one vector is at most `longest`. */
export function clipByGlobalNorm(gradients: readonly Float32Array[], longest: number): void {
  const norm = globalNorm(gradients);
  if (!(norm > longest)) return;
  const factor = longest / norm;
  for (const gradient of gradients) {
    for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] ?? NaN) * factor;
  }
}
