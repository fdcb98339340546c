import type { Thumbnails } from '../../shared/contracts/engineContract';
import type { ActivationCache } from '../../engine/activationCache';
import { blockHook, type HookName } from '../../engine/hooks';

/** In a grid of hundreds of heads, each gets 24 pixels, so more cells would not be visible. */
const largestSize = 24;

/** The activations that `thumbnails` reads. */
export function thumbnailHooks({ nLayers }: { readonly nLayers: number }): HookName[] {
  return Array.from({ length: nLayers }, (_, layer) => blockHook(layer, 'attn.hook_pattern'));
}

/**
 * The patterns of all heads of a one-row pass, [layer, head, query, key] in 0 … 255, without the first row and column. They
 * are max-pooled, so that a single strong cell stays visible.
 */
export function thumbnails(cache: ActivationCache, layers: number): Thumbnails {
  const [, heads = 0, positions = 0] = cache.get(blockHook(0, 'attn.hook_pattern')).shape;
  return thumbnailsOf(layers, heads, positions, layer => cache.get(blockHook(layer, 'attn.hook_pattern')).data);
}

/** The same for patterns from anywhere: `patternsOf` gives those of a layer, [head, query, key]. */
export function thumbnailsOf(
  layers: number,
  heads: number,
  positions: number,
  patternsOf: (layer: number) => Float32Array,
): Thumbnails {
  const cells = positions - 1;
  const size = Math.min(largestSize, cells);
  const data = new Uint8Array(layers * heads * size * size);
  const pooled = Float32Array.from({ length: size * size });
  for (let layer = 0; layer < layers; layer++) {
    const pattern = patternsOf(layer);
    for (let head = 0; head < heads; head++) {
      pooled.fill(0);
      for (let query = 1; query < positions; query++) {
        const row = Math.floor(((query - 1) * size) / cells) * size;
        const from = (head * positions + query) * positions;
        for (let key = 1; key <= query; key++) {
          const at = row + Math.floor(((key - 1) * size) / cells);
          pooled[at] = Math.max(pooled[at] ?? 0, pattern[from + key] ?? 0);
        }
      }
      data.set(
        pooled.map(weight => Math.round(weight * 255)),
        (layer * heads + head) * size * size,
      );
    }
  }
  return { nLayers: layers, nHeads: heads, size, data };
}
