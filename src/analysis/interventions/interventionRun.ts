import type { Ablation } from '../../shared/ablation';
import { AppError } from '../../shared/errors';
import type { FloatView } from '../../shared/tensorView';
import type { ActivationCache } from '../../engine/activationCache';
import { blockHook, type HookName, type Hooks } from '../../engine/hooks';
import { givenActivation, replaceHeads } from '../../engine/replaceHeads';
import type { ResidualStart } from '../../engine/transformer';
import type { TransformerConfig } from '../../model/transformerConfig';

/** An ablated pass, ready for `runTransformer`: it begins at the first layer that it changes. */
export interface AblatedRun {
  readonly from: ResidualStart;
  readonly edits: Hooks['edits'];
  readonly given: Hooks['given'];
}

/**
 * The pass without some heads. z is replaced per query head before W_O, so a grouped-query model loses one head and not
 * its group, and a value bias goes with the head while b_O stays (not folded: Olsson et al. 2022, Hugging Face hooks).
 *
 * `clean` is the same ids' unablated pass with resid_pre, z and patterns of all layers. Throws `bad-input` for a mean
 * over no positions.
 */
export function ablatedRun(config: TransformerConfig, clean: ActivationCache, { heads, kind }: Ablation): AblatedRun {
  const layers = new Set(heads.map(({ layer }) => layer));
  const first = Math.min(...layers);
  const edits = new Map<HookName, ReturnType<typeof replaceHeads>>();
  for (const layer of layers) {
    const replacements = new Map(
      heads
        .filter(head => head.layer === layer)
        .map(({ head }) => [
          head,
          kind === 'mean'
            ? meanOutput(clean.get(blockHook(layer, 'attn.hook_z')), head)
            : new Float32Array(config.dHead),
        ]),
    );
    edits.set(blockHook(layer, 'attn.hook_z'), replaceHeads(replacements));
  }

  const given = new Map<HookName, ReturnType<typeof givenActivation>>();
  if (kind === 'frozen') {
    for (let layer = first; layer < config.nLayers; layer++) {
      const hook = blockHook(layer, 'attn.hook_pattern');
      given.set(hook, givenActivation(clean.get(hook)));
    }
  }
  return { from: { layer: first, residPre: clean.get(blockHook(first, 'hook_resid_pre')) }, edits, given };
}

/**
 * Mean of one head's z [batch, position, head, d_head] over all rows and all positions but the first, which attends to
 * nothing but itself and is an outlier in most models.
 */
export function meanOutput({ shape, data }: FloatView, head: number): Float32Array {
  const [batch = 0, positions = 0, heads = 0, dHead = 0] = shape;
  const count = batch * (positions - 1);
  if (count < 1) {
    throw new AppError(
      'bad-input',
      'A mean ablation needs at least two tokens: the first position is left out of the mean.',
    );
  }
  const sum = new Float64Array(dHead);
  for (let row = 0; row < batch; row++) {
    for (let position = 1; position < positions; position++) {
      const start = ((row * positions + position) * heads + head) * dHead;
      for (let i = 0; i < dHead; i++) sum[i] = (sum[i] ?? 0) + (data[start + i] ?? 0);
    }
  }
  return Float32Array.from(sum, total => total / count);
}
