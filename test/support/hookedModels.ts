import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safetensorsHeader } from '../../src/model/formats/safetensors/safetensorsHeader';
import { sizeOfShape } from '../../src/shared/tensorView';

interface HookedShape {
  readonly layers: number;
  readonly heads: number;
  readonly modelWidth: number;
  readonly headWidth: number;
}

/** The value of a weight at an index. */
type Weight = (...place: number[]) => number;

const vocabulary = 61;
const context = 128;

/** A checkpoint with many random heads, small enough to be scored at once. */
export async function manyHeadsAt(folder: string, layers: number, heads: number): Promise<void> {
  let seed = 0;
  // The same numbers in every run, and different numbers in each place.
  const weight: Weight = () => 0.2 * Math.sin(12.9898 * ++seed);
  await writeModel(folder, { layers, heads, modelWidth: 8, headWidth: 2 }, () => weight);
}

/**
 * The smallest model with an induction head, made by hand. The residual stream is [token | position | token before].
 * L0H0 attends to the previous token and writes it down. L1H0 attends to the position where the current token is
 * written down, and raises the token at that position. L0H1 and L1H1 do nothing.
 */
export async function inductionModelAt(folder: string): Promise<void> {
  const position = vocabulary;
  const before = vocabulary + context;
  const modelWidth = before + vocabulary;
  const headWidth = context;
  /** Large enough that a head attends to one position only. */
  const sharp = 40 * Math.sqrt(headWidth);
  const one = (isOne: boolean): number => (isOne ? 1 : 0);
  const weights: Readonly<Record<string, Weight>> = {
    'embed.W_E': (token, to) => one(to === token),
    'pos_embed.W_pos': (at, to) => one(to === position + at),
    'unembed.W_U': (from, token) => 10 * one(from === token),
    'blocks.0.attn.W_Q': (head, from, to) => sharp * one(head === 0 && from === position + to),
    'blocks.0.attn.W_K': (head, from, to) => one(head === 0 && from === position + to - 1),
    'blocks.0.attn.W_V': (head, from, to) => one(head === 0 && from === to && to < vocabulary),
    'blocks.0.attn.W_O': (head, from, to) => one(head === 0 && to === before + from && from < vocabulary),
    'blocks.1.attn.W_Q': (head, from, to) => sharp * one(head === 0 && from === to && to < vocabulary),
    'blocks.1.attn.W_K': (head, from, to) => one(head === 0 && from === before + to && to < vocabulary),
    'blocks.1.attn.W_V': (head, from, to) => one(head === 0 && from === to && to < vocabulary),
    'blocks.1.attn.W_O': (head, from, to) => one(head === 0 && from === to && to < vocabulary),
  };
  await writeModel(folder, { layers: 2, heads: 2, modelWidth, headWidth }, name => weights[name] ?? (() => 0));
}

async function writeModel(
  folder: string,
  { layers, heads, modelWidth, headWidth }: HookedShape,
  weightOf: (name: string) => Weight,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const config = {
    model_type: 'hooked_transformer',
    n_layers: layers,
    n_heads: heads,
    d_model: modelWidth,
    d_head: headWidth,
    n_ctx: context,
    d_vocab: vocabulary,
    attn_only: true,
    act_fn: null,
    normalization_type: 'LNPre',
    positional_embedding_type: 'standard',
    rotary_dim: null,
    rotary_base: null,
    eps: 1e-5,
    smeared_keys: false,
    bos_token_id: 0,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const shapes: [string, number[]][] = [
    ['embed.W_E', [vocabulary, modelWidth]],
    ['pos_embed.W_pos', [context, modelWidth]],
    ['unembed.W_U', [modelWidth, vocabulary]],
    ['unembed.b_U', [vocabulary]],
  ];
  for (let layer = 0; layer < layers; layer++) {
    const name = `blocks.${layer}.attn.`;
    for (const one of ['W_Q', 'W_K', 'W_V']) shapes.push([name + one, [heads, modelWidth, headWidth]]);
    for (const one of ['b_Q', 'b_K', 'b_V']) shapes.push([name + one, [heads, headWidth]]);
    shapes.push([`${name}W_O`, [heads, headWidth, modelWidth]], [`${name}b_O`, [modelWidth]]);
  }
  const header = safetensorsHeader(shapes.map(([name, shape]) => ({ name, dtype: 'F32', shape })));
  const tensors = shapes.map(([name, shape]) => new Uint8Array(filled(shape, weightOf(name)).buffer));
  await writeFile(join(folder, 'model.safetensors'), Buffer.concat([header, ...tensors]));
}

function filled(shape: readonly number[], weight: Weight): Float32Array {
  const values = new Float32Array(sizeOfShape(shape));
  for (let i = 0; i < values.length; i++) {
    const place: number[] = [];
    let rest = i;
    for (const length of shape.toReversed()) {
      place.unshift(rest % length);
      rest = Math.floor(rest / length);
    }
    values[i] = weight(...place);
  }
  return values;
}
