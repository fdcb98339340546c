import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError } from '../../shared/errors';
import type { Handlers } from '../../shared/rpc/rpc';
import { finalNormalizedHook } from '../../engine/hooks';
import { tokenLabel } from '../../model/tokenizer/tokenText';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { checkTokens } from '../checkIds';
import { withPass, type ServiceParts } from '../serviceParts';

/** Passes: what they predict, and their activations. */
export function passMethods(parts: ServiceParts): Pick<Handlers<EngineContract>, 'run' | 'logits' | 'activation'> {
  const { engine, models, tokenizers } = parts;
  return {
    run: (spec, context) =>
      withPass(parts, spec, context, async ({ predictions }) => {
        const tokenizer = await tokenizers.find(spec.checkpoint.path);
        return { ...predictions, topLabels: tokenizer && labelsOf(tokenizer, predictions.topIds.data) };
      }),

    logits: ({ pass: spec, tokens }, context) =>
      withPass(parts, spec, context, async ({ activations }) => {
        const { logitsOf } = await engine();
        const model = await models.get(spec.checkpoint, context.signal, context.report);
        checkTokens(tokens, model.config.dVocab);
        return logitsOf(model, activations.get(finalNormalizedHook), tokens);
      }),

    activation: ({ pass: spec, name }, context) =>
      withPass(parts, spec, context, async ({ activations }) => {
        if (name === 'logits') {
          const { allLogits } = await engine();
          const model = await models.get(spec.checkpoint, context.signal, context.report);
          return allLogits(model, activations.get(finalNormalizedHook), context.signal);
        }
        const activation = activations.find(name);
        if (!activation) throw new AppError('bad-input', `A pass keeps no activation "${name}".`);
        return activation;
      }),
  };
}

/** The label of each id; each tokenizer is asked once for each id. */
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
