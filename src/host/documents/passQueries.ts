import type { Comparison, ComparisonMetric } from '../../shared/comparison';
import type { Intervention } from '../../shared/interventions/intervention';
import type { AttentionReduce, EngineContract, PassResult, PassSpec } from '../../shared/contracts/engineContract';
import { sameHeads, type HeadRef } from '../../shared/heads';
import type { Progress } from '../../shared/progress';
import type { CallOptions, Client } from '../../shared/rpc/rpc';
import { compareLogitDifferences, compareLosses } from './comparePasses';
import type { AblatedPass, ShownAttention } from './documentPass';

type Engine = Client<EngineContract>;
type Call = CallOptions<Progress>;

/** The attention of some heads over a pass. Returns `known` if that is of the same heads and reduced in the same way. */
export async function shownAttention(
  engine: Engine,
  pass: PassSpec,
  heads: readonly HeadRef[],
  reduce: AttentionReduce,
  known: ShownAttention | null,
  call: Call,
): Promise<ShownAttention> {
  if (known?.reduce === reduce && sameHeads(known.heads, heads)) return known;
  return { heads, reduce, summary: await engine.attention({ pass, heads, pairValue: 'attention', reduce }, call) };
}

/** Runs a document's pass with heads ablated, and compares it with the pass as it is. */
export async function ablatedPass(
  engine: Engine,
  pass: PassSpec,
  result: PassResult,
  ablation: Intervention,
  metric: ComparisonMetric,
  call: Call,
): Promise<AblatedPass> {
  const spec = { ...pass, interventions: [ablation] };
  const changed = { spec, result: await engine.run(spec, call) };
  const comparison = await comparePasses(engine, { spec: pass, result }, changed, metric, call);
  return { ablation, metric, result: changed.result, comparison };
}

/** A pass over one row of ids, and what it predicts. */
interface ComputedPass {
  readonly spec: PassSpec;
  readonly result: PassResult;
}

/** Two passes over the same ids. */
async function comparePasses(
  engine: Engine,
  first: ComputedPass,
  second: ComputedPass,
  metric: ComparisonMetric,
  call: Call,
): Promise<Comparison> {
  if (metric.kind === 'loss') return compareLosses(first.result, second.result);
  const tokens = [metric.a.id, metric.b.id];
  const before = await engine.logits({ pass: first.spec, tokens }, call);
  const after = await engine.logits({ pass: second.spec, tokens }, call);
  return compareLogitDifferences(first.result, second.result, before, after);
}
