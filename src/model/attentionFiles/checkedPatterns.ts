import { badCheckpoint, unsupported } from '../badCheckpoint';
import { patternNames, type AttentionFile, type NamedArray, type ReadAttention } from './attentionFile';

/** Far above float16's rounding of a weight, and far below what a colour shows. */
const tolerance = 1e-3;

/** Checks that arrays are the patterns of layers, and brings them into one form. Throws `bad-checkpoint` or `unsupported`. */
export function checkedPatterns(name: string, { tokens, hasTexts, arrays }: ReadAttention): AttentionFile {
  const layers = layersOf(name, arrays).map(array => oneLayer(name, array));
  const [first] = layers;
  if (!first) throw badCheckpoint(name, `has no attention: no array of shape [head, query, key] was found`);
  const [nHeads = 0, positions = 0] = first.shape;
  for (const layer of layers) {
    if (layer.shape.some((length, axis) => length !== first.shape[axis])) {
      throw badCheckpoint(
        name,
        `"${layer.name}" has shape [${layer.shape.join(', ')}], and "${first.name}" [${first.shape.join(', ')}]`,
      );
    }
    checkWeights(name, layer);
  }
  if (tokens.length !== positions) {
    throw badCheckpoint(name, `has ${tokens.length} tokens, but patterns of ${positions} positions`);
  }
  return { tokens, hasTexts, nHeads, layers: layers.map(({ data }) => data) };
}

/** One array for each layer: from one array of all layers, or from one for each, by the number in its name. */
function layersOf(name: string, arrays: readonly NamedArray[]): readonly NamedArray[] {
  const square = arrays.filter(({ shape }) => shape.length >= 3 && shape.length <= 5 && shape.at(-1) === shape.at(-2));
  const whole = patternNames
    .map(known => square.find(array => array.name.toLowerCase() === known))
    .find(array => array !== undefined);
  const only = whole ?? (square.length === 1 ? square[0] : undefined);
  if (only) return splitLayers(name, only);
  // TransformerLens's "blocks.0.attn.hook_pattern", "layer_0", "arr_0".
  const numbered = square.flatMap(array => {
    const number = /\d+/.exec(array.name)?.[0];
    const isPattern = square.some(other => other.name.includes('hook_pattern'))
      ? array.name.includes('hook_pattern')
      : true;
    return number !== undefined && isPattern ? [{ array, layer: Number(number) }] : [];
  });
  return numbered.toSorted((a, b) => a.layer - b.layer).map(({ array }) => array);
}

/** [head, q, k], [layer, head, q, k] or [layer, 1, head, q, k] as one array for each layer. */
function splitLayers(name: string, { name: array, shape, data }: NamedArray): NamedArray[] {
  if (shape.length === 3) return [{ name: array, shape, data }];
  const [count = 0, ...rest] = shape;
  if (shape.length === 5 && rest[0] !== 1) {
    throw unsupported(name, `"${array}" has shape [${shape.join(', ')}]; save one row, not ${rest[0]}`);
  }
  const size = data.length / count;
  return Array.from({ length: count }, (_, layer) => ({
    name: `${array}[${layer}]`,
    shape: rest,
    data: data.subarray(layer * size, (layer + 1) * size),
  }));
}

/** Takes the axis of the row away: [1, head, q, k] to [head, q, k]. */
function oneLayer(name: string, { name: array, shape, data }: NamedArray): NamedArray {
  const inner = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  if (inner.length !== 3) {
    throw unsupported(name, `"${array}" has shape [${shape.join(', ')}]; expected [head, query, key] of one row`);
  }
  return { name: array, shape: inner, data };
}

function checkWeights(name: string, { name: array, shape, data }: NamedArray): void {
  const [heads = 0, positions = 0] = shape;
  if (positions < 1 || heads < 1) throw badCheckpoint(name, `"${array}" is empty`);
  for (let head = 0, at = 0; head < heads; head++) {
    for (let query = 0; query < positions; query++) {
      for (let key = 0; key < positions; key++, at++) {
        const weight = data[at] ?? NaN;
        const where = `head ${head}, query ${query}, key ${key}`;
        if (!(weight >= -tolerance && weight <= 1 + tolerance)) {
          throw badCheckpoint(name, `"${array}" is ${weight} at ${where}; a weight is from 0 to 1`);
        }
        if (key > query && weight > tolerance) {
          throw unsupported(name, `"${array}" attends to a later token at ${where}; only causal attention is shown`);
        }
      }
    }
  }
}
