import type { Intervention } from '../../shared/interventions/intervention';
import type { AttentionReduce, EngineContract, PassResult, PassSpec } from '../../shared/contracts/engineContract';
import { sameHeads, type HeadRef } from '../../shared/heads';
import type { Progress } from '../../shared/progress';
import type { CallOptions, Client } from '../../shared/rpc/rpc';
import { logitDifferenceEffect, lossEffect, type AblationMetric } from './ablationEffect';
import type { AblatedPass, ShownAttention } from './documentPass';

type Engine = Client<EngineContract>;
type Call = CallOptions<Progress>;

/** The attention of some heads over a pass; `known` is returned where it is that already. */
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

/** What an ablation does to a pass, by the metric asked for. */
export async function ablatedPass(
  engine: Engine,
  pass: PassSpec,
  clean: PassResult,
  ablation: Intervention,
  metric: AblationMetric,
  call: Call,
): Promise<AblatedPass> {
  const ablatedPass = { ...pass, interventions: [ablation] };
  const result = await engine.run(ablatedPass, call);
  if (metric.kind === 'loss') return { ablation, metric, result, effect: lossEffect(clean, result) };
  const tokens = [metric.a.id, metric.b.id];
  const [before, after] = [
    await engine.logits({ pass, tokens }, call),
    await engine.logits({ pass: ablatedPass, tokens }, call),
  ];
  return { ablation, metric, result, effect: logitDifferenceEffect(clean, result, before, after) };
}
