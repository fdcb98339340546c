import type { GgufModel } from './dialect';

/**
 * `layer_types` from a sliding-window pattern: a list with true for a layer that slides, or a number p, with which every
 * p-th layer does not (`set_swa_pattern` in llama-hparams.cpp). Nothing if the file leaves it to the family.
 */
export function layerTypes({ keys, sizes }: GgufModel): Record<string, unknown> {
  const key = 'attention.sliding_window_pattern';
  const pattern = keys.value(key);
  if (pattern === undefined) return {};
  if (Array.isArray(pattern)) {
    const slides: readonly unknown[] = pattern;
    if (slides.length !== sizes.nLayers || !slides.every(one => typeof one === 'boolean')) {
      throw keys.wrong(key, `true or false for each of ${sizes.nLayers} layers`);
    }
    return { layer_types: slides.map(typeName) };
  }
  const period = keys.integer(key, { min: 0, max: 1024 });
  const slides = (_: unknown, layer: number): boolean => period === 0 || layer % period < period - 1;
  return { layer_types: Array.from({ length: sizes.nLayers }, slides).map(typeName) };
}

function typeName(slides: unknown): string {
  return slides === true ? 'sliding_attention' : 'full_attention';
}
