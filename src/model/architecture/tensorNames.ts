import { repeated, rowsAsColumns } from '../weightLayout';
import type { TensorNames } from './parameterSources';

/** Gain and bias of a LayerNorm `name`: "ln1.w" is "input_layernorm.weight". */
export function layerNorm(name: string, tensor: string): TensorNames {
  return { [`${name}.w`]: `${tensor}.weight`, [`${name}.b`]: `${tensor}.bias` };
}

/** Gain and bias [d_head] of one LayerNorm that norms every head by itself. */
export function sharedByHeads(name: string, tensor: string, heads: number, dHead: number): TensorNames {
  const each = { shape: [dHead], layout: repeated(heads) };
  return {
    [`${name}.w`]: { tensor: `${tensor}.weight`, ...each },
    [`${name}.b`]: { tensor: `${tensor}.bias`, ...each },
  };
}

/** A Linear, with or without a bias: "attn.W_Q" is "q_proj.weight" and "attn.b_Q" is "q_proj.bias". */
export function linear(name: string, tensor: string, hasBias: boolean): TensorNames {
  return { [name]: `${tensor}.weight`, ...(hasBias && { [biasOf(name)]: `${tensor}.bias` }) };
}

/** Some rows of a Linear [out, inputs] as a weight of the engine, [inputs, row], and its bias if it has one. */
export function linearRows(
  name: string,
  { tensor, out, inputs, hasBias }: FusedLinear,
  rows: readonly number[],
): TensorNames {
  const weight = { tensor: `${tensor}.weight`, shape: [out, inputs], layout: rowsAsColumns(rows, inputs) };
  const bias = { tensor: `${tensor}.bias`, shape: [out], layout: rowsAsColumns(rows, 1) };
  return { [name]: weight, ...(hasBias && { [biasOf(name)]: bias }) };
}

export interface FusedLinear {
  readonly tensor: string;
  readonly out: number;
  readonly inputs: number;
  readonly hasBias: boolean;
}

interface FusedAttention {
  readonly tensor: string;
  readonly groups: number;
  /** Query heads in each group. */
  readonly queries: number;
  /** Key heads in each group, and as many value heads. */
  readonly keys: number;
  readonly dHead: number;
  readonly dModel: number;
  readonly hasBias: boolean;
}

/** W_Q, W_K and W_V from one Linear whose rows are [group, queries | keys | values, d_head]. */
export function fusedAttention({ groups, queries, keys, dHead, dModel, ...rest }: FusedAttention): TensorNames {
  const heads = queries + 2 * keys; // in a group
  const fused = { ...rest, out: groups * heads * dHead, inputs: dModel };
  const rows = (first: number, count: number): number[] =>
    Array.from({ length: groups }, (_, group) => range((group * heads + first) * dHead, count * dHead)).flat();
  return {
    ...linearRows('attn.W_Q', fused, rows(0, queries)),
    ...linearRows('attn.W_K', fused, rows(queries, keys)),
    ...linearRows('attn.W_V', fused, rows(queries + keys, keys)),
  };
}

/**
 * The rows of heads that rotate the pairs (2i, 2i + 1) of their first `dim` numbers (GPT-J), in the engine's order: its
 * pairs are (i, i + dim/2). Queries and keys in another order give the same scores.
 */
export function rowsOfPairs(heads: number, dHead: number, dim: number): number[] {
  const half = dim / 2;
  const within = range(0, dHead).map(i => (i < dim ? (i % half) * 2 + Math.floor(i / half) : i));
  return Array.from({ length: heads }, (_, head) => within.map(i => head * dHead + i)).flat();
}

/** The numbers `from` … `from + count − 1`. */
export function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

/** "attn.W_Q" has the bias "attn.b_Q". */
function biasOf(weight: string): string {
  return weight.replace('.W_', '.b_');
}
