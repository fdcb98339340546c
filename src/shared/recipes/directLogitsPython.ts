/** Defines `logits`: what a vector of the head gives to all logits by the direct path, less their mean. */
export const directLogitsPython = `

def logits(vectors, scale=1.0):  # [row, position, d_head] -> [row, position, d_vocab]
    write = vectors @ model.W_O[LAYER, HEAD]
    if model.cfg.normalization_type in ("LN", "LNPre"):
        write = write - write.mean(-1, keepdim=True)
    if model.cfg.normalization_type is not None:
        write = write / scale * getattr(model.ln_final, "w", 1.0)
    raised = write @ model.W_U
    return raised - raised.mean(-1, keepdim=True)
`;
