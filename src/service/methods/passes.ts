import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError } from '../../shared/errors';
import type { Handlers } from '../../shared/rpc/rpc';
import type { FloatView } from '../../shared/tensorView';
import { meanOverDraws } from '../../analysis/interventions/meanOverDraws';
import { blockHook, type HookName } from '../../engine/hooks';
import { tokenLabel } from '../../model/tokenizer/tokenText';
import type { TransformerConfig } from '../../model/transformerConfig';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { checkTokens } from '../checkIds';
import { requireLogitsMemory } from '../memoryBudget';
import { withPass, type ServiceParts } from '../serviceParts';

/** Methods about passes: their predictions, losses, logits and activations. */
export function passMethods(
  parts: ServiceParts,
): Pick<Handlers<EngineContract>, 'run' | 'losses' | 'logits' | 'activation'> {
  const { engine, models, passes, queue, tokenizers } = parts;
  return {
    run: (spec, { signal, report }) =>
      queue.run('view', signal, async () => {
        const needs = spec.interventions.length === 0 ? hooksOfViews : nothing;
        const predictions = await passes.predictions(spec, needs, signal, report);
        const tokenizer = await tokenizers.findForNames(spec.checkpoint);
        return { ...predictions, topLabels: tokenizer && labelsOf(tokenizer, predictions.topIds.data) };
      }),

    losses: (spec, { signal, report }) => queue.run('view', signal, () => passes.losses(spec, signal, report)),

    logits: ({ pass: spec, tokens }, context) =>
      withPass(parts, spec, nothing, context, async ({ normalized }) => {
        const { logitsOf } = await engine();
        const model = await models.get(spec.checkpoint, context.signal, context.report);
        checkTokens(tokens, model.config.dVocabOut);
        return meanOverDraws(await Promise.all(normalized.map(one => logitsOf(model, one, tokens))));
      }),

    activation: ({ pass: spec, name }, context) =>
      withPass(
        parts,
        spec,
        () => (name === 'logits' ? [] : [name]),
        context,
        async ({ activations, normalized }) => {
          if (name !== 'logits') {
            const activation = activations.find(name);
            if (!activation) throw new AppError('bad-input', `A pass has no activation "${name}".`);
            return activation;
          }
          const { allLogits } = await engine();
          const model = await models.get(spec.checkpoint, context.signal, context.report);
          requireLogitsMemory(model.config, spec.ids);
          const draws: FloatView[] = [];
          for (const one of normalized) draws.push(await allLogits(model, one, context.signal));
          return meanOverDraws(draws);
        },
      ),
  };
}

/** No activation beside the end of the pass, which every computed pass keeps. */
function nothing(): HookName[] {
  return [];
}

/**
 * The activations that views ask for after a clean pass: for attention, thumbnails, logit attribution and a first ablation.
 * Keeping them costs memory. Computing them afterwards would cost a second pass.
 */
function hooksOfViews({ nLayers }: TransformerConfig): HookName[] {
  const kept = ['hook_resid_pre', 'attn.hook_pattern', 'attn.hook_v', 'attn.hook_z'] as const;
  return Array.from({ length: nLayers }, (_, layer) => kept.map(hook => blockHook(layer, hook))).flat();
}

/** The label of each id. Ids repeat, so each different id is looked up once. */
function labelsOf(tokenizer: Tokenizer, ids: Int32Array): string[] {
  const labels = new Map<number, string>();
  return Array.from(ids, id => {
    const known = labels.get(id);
    if (known !== undefined) return known;
    const label = tokenLabel(tokenizer.bytes(id));
    labels.set(id, label);
    return label;
  });
}
