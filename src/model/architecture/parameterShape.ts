import type { TransformerConfig } from '../transformerConfig';

/**
 * The engine's shape of a weight by TransformerLens's name ("embed.W_E", and "attn.W_Q" without its block): heads stand
 * side by side in columns. Throws for a name that the engine does not use: a programming error.
 */
export function parameterShape(config: TransformerConfig, name: string): number[] {
  const { nHeads, nKeyValueHeads, dHead, dModel, nCtx, dVocab, dVocabOut, embedding } = config;
  const dMlp = config.dMlp ?? 0;
  const queryWidth = nHeads * dHead;
  const keyWidth = nKeyValueHeads * dHead;
  switch (name) {
    case 'embed.W_E':
      return [dVocab, embedding.width];
    case 'embed.W_project':
      return [embedding.width, dModel];
    case 'pos_embed.W_pos':
      return [nCtx, dModel];
    case 'attn.W_Q':
      return [dModel, queryWidth];
    case 'attn.W_K':
    case 'attn.W_V':
      return [dModel, keyWidth];
    case 'attn.b_Q':
    case 'attn.q_norm.w':
    case 'attn.q_norm.b':
      return [queryWidth];
    case 'attn.b_K':
    case 'attn.b_V':
    case 'attn.k_norm.w':
    case 'attn.k_norm.b':
      return [keyWidth];
    case 'attn.smear':
      return [nHeads];
    case 'attn.W_O':
      return [queryWidth, dModel];
    case 'mlp.W_in':
    case 'mlp.W_gate':
      return [dModel, dMlp];
    case 'mlp.b_in':
    case 'mlp.b_gate':
    case 'mlp.b_post':
    case 'mlp.ln.w':
    case 'mlp.ln.b':
      return [dMlp];
    case 'mlp.W_out':
      return [dMlp, dModel];
    case 'attn.b_O':
    case 'mlp.b_out':
      return [dModel];
    case 'unembed.W_project':
      return [dModel, embedding.width];
    case 'unembed.W_U':
      return [embedding.width, dVocabOut];
    case 'unembed.b_U':
      return [dVocabOut];
  }
  if (/^(embed\.ln|ln1|ln1_post|ln2|ln2_post|ln_final)\.[wb]$/.test(name)) return [dModel];
  throw new Error(`The engine has no weight ${name}.`);
}
