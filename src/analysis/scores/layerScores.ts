import type { RecipeName } from '../../shared/recipes/registry';
import type { FloatView, IntView } from '../../shared/tensorView';
import type { ActivationCache } from '../../engine/activationCache';
import type { DirectLogitAttribution } from '../../engine/readout/directLogitAttribution';
import { blockHook, finalScaleHook } from '../../engine/hooks';
import type { TransformerModel } from '../../engine/model';
import { vectorsOfHeads } from '../attention/headVectors';
import { copyingByDestination, copyingBySource } from './copyingScores';
import {
  attentionEntropy,
  duplicateTokenScore,
  inductionScore,
  prefixMatchingScore,
  previousTokenScore,
  startTokenScore,
  type ScoredPattern,
} from './patternScores';
import type { ScoreRows } from '../../shared/scores';

/** By head, a value a row. */
export type LayerScores = readonly (readonly number[])[];

/** What a pass over the rows captured, and what reads the heads' writes. */
export interface Scored {
  readonly model: TransformerModel;
  readonly cache: ActivationCache;
  readonly rows: ScoreRows;
  /** 1 with a start token, 0 without. */
  readonly start: number;
  /** For the tokens that `readTokens` gives; null where no recipe needs it. */
  readonly readout: DirectLogitAttribution | null;
}

/** The tokens whose logits the recipes of these rows read: the next ones of induction rows, the sampled of copying rows. */
export function readTokens(names: readonly RecipeName[], rows: ScoreRows, start: number): IntView | null {
  if (names.includes('induction_logit')) return nextTokens(rows);
  const isCopying = names.includes('copying_ov') || names.includes('copying_destination');
  return isCopying ? sampledTokens(rows, start) : null;
}

/** The scores of one layer's heads, row by row. */
export async function layerScores(
  scored: Scored,
  layer: number,
  names: readonly RecipeName[],
): Promise<Map<RecipeName, LayerScores>> {
  const scores = new Map<RecipeName, LayerScores>();
  for (const name of names) scores.set(name, await recipeScores(name, scored, layer));
  return scores;
}

function recipeScores(name: RecipeName, scored: Scored, layer: number): LayerScores | Promise<LayerScores> {
  switch (name) {
    case 'prefix_matching':
      return byPattern(scored, layer, prefixMatchingScore);
    case 'duplicate_token':
      return byPattern(scored, layer, duplicateTokenScore);
    case 'previous_token':
      return byPattern(scored, layer, previousTokenScore);
    case 'start_token':
      return byPattern(scored, layer, startTokenScore);
    case 'entropy':
      return byPattern(scored, layer, attentionEntropy);
    case 'induction':
      return byPattern(scored, layer, inductionScore);
    case 'induction_logit':
      return inductionLogit(scored, layer);
    case 'copying_ov':
      return copyingOv(scored, layer);
    case 'copying_destination':
      return copyingDestination(scored, layer);
  }
}

function byPattern(
  { cache, rows, start }: Scored,
  layer: number,
  score: (scored: ScoredPattern) => number,
): LayerScores {
  const { shape, data } = cache.get(blockHook(layer, 'attn.hook_pattern'));
  const [count = 0, heads = 0, positions = 0] = shape;
  const size = positions * positions;
  return forEachHead(heads, count, (head, row) => {
    const at = (row * heads + head) * size;
    return score({ pattern: data.subarray(at, at + size), positions, start, segment: rows.segment });
  });
}

/** How much the head itself raises the token that comes next, at queries that have a copy behind them. */
async function inductionLogit({ cache, rows, start, readout }: Scored, layer: number): Promise<LayerScores> {
  const z = cache.get(blockHook(layer, 'attn.hook_z'));
  const { shape, data } = await required(readout).ofTokens(layer, z, cache.get(finalScaleHook));
  const [count = 0, positions = 0, heads = 0] = shape;
  const first = start + rows.segment;
  return forEachHead(heads, count, (head, row) => {
    let sum = 0;
    for (let query = first; query < positions - 1; query++) sum += data[(row * positions + query) * heads + head] ?? 0;
    return sum / (positions - 1 - first);
  });
}

async function copyingOv({ model, cache, rows, start, readout }: Scored, layer: number): Promise<LayerScores> {
  const { nHeads, nKeyValueHeads } = model.config;
  const heads = allOf(nHeads);
  const v = vectorsOfHeads(cache.get(blockHook(layer, 'attn.hook_v')), heads, nHeads / nKeyValueHeads);
  const raised = await required(readout).withinRows(layer, fromPosition(v, start), heads);
  return eachRow(raised, rows.segment, copyingBySource);
}

async function copyingDestination({ model, cache, rows, start, readout }: Scored, layer: number): Promise<LayerScores> {
  const z = fromPosition(cache.get(blockHook(layer, 'attn.hook_z')), start);
  const raised = await required(readout).withinRows(layer, z, allOf(model.config.nHeads));
  const pattern = cache.get(blockHook(layer, 'attn.hook_pattern'));
  const [, heads = 0, positions = 0] = pattern.shape;
  return eachRow(raised, rows.segment, (own, sampled, row, head) => {
    const at = (row * heads + head) * positions * positions;
    const attention = new Float32Array(sampled * sampled);
    for (let q = 0; q < sampled; q++) {
      const from = at + (q + start) * positions + start;
      attention.set(pattern.data.subarray(from, from + sampled), q * sampled);
    }
    return copyingByDestination(own, attention, sampled);
  });
}

function required(readout: DirectLogitAttribution | null): DirectLogitAttribution {
  if (!readout) throw new Error('a recipe that reads logits was given no readout');
  return readout;
}

/** `raised` [row, head, position, token], one score a row and head. */
function eachRow(
  { shape, data }: FloatView,
  sampled: number,
  score: (raised: Float32Array, sampled: number, row: number, head: number) => number,
): LayerScores {
  const [count = 0, heads = 0] = shape;
  const size = sampled * sampled;
  return forEachHead(heads, count, (head, row) => {
    const at = (row * heads + head) * size;
    return score(data.subarray(at, at + size), sampled, row, head);
  });
}

function allOf(heads: number): number[] {
  return Array.from({ length: heads }, (_, head) => head);
}

function forEachHead(heads: number, rows: number, score: (head: number, row: number) => number): LayerScores {
  return Array.from({ length: heads }, (_, head) => Array.from({ length: rows }, (__, row) => score(head, row)));
}

/** The token after each position; the last of a row has none, reads token 0, and is not used. */
function nextTokens({ ids }: ScoreRows): IntView {
  const [, positions = 0] = ids.shape;
  const data = ids.data.map((_, i) => ((i + 1) % positions === 0 ? 0 : (ids.data[i + 1] ?? 0)));
  return { shape: ids.shape, data };
}

/** The rows without their start token. */
function sampledTokens({ ids, segment }: ScoreRows, start: number): IntView {
  const [count = 0, positions = 0] = ids.shape;
  const data = Int32Array.from({ length: count * segment }, (_, i) => {
    const [row, position] = [Math.floor(i / segment), i % segment];
    return ids.data[row * positions + start + position] ?? 0;
  });
  return { shape: [count, segment], data };
}

/** [row, position, …] without the first `start` positions. */
function fromPosition({ shape, data }: FloatView, start: number): FloatView {
  if (start === 0) return { shape, data };
  const [count = 0, positions = 0, ...rest] = shape;
  const width = rest.reduce((product, length) => product * length, 1);
  const kept = positions - start;
  const result = new Float32Array(count * kept * width);
  for (let row = 0; row < count; row++) {
    const from = (row * positions + start) * width;
    result.set(data.subarray(from, from + kept * width), row * kept * width);
  }
  return { shape: [count, kept, ...rest], data: result };
}
