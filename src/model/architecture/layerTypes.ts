import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { contextRange } from './configRanges';
import type { LayerType } from './rope';

/** What each layer attends to: `layer_types`, or what the family says about each layer if the config leaves it out. */
export function readLayerTypes(
  config: JsonObject,
  nLayers: number,
  isSliding: (layer: number) => boolean,
): readonly LayerType[] {
  const given = config.choices('layer_types', nLayers, ['full_attention', 'sliding_attention'] as const);
  return (
    given ?? Array.from({ length: nLayers }, (_, layer) => (isSliding(layer) ? 'sliding_attention' : 'full_attention'))
  );
}

/** `sliding_window`; null in the config is no window. */
export function readWindow(config: JsonObject, ifMissing: number | null): number | null {
  return config.integer('sliding_window', contextRange, config.fields.sliding_window === null ? null : ifMissing);
}

/** The window of each layer. Throws `bad-checkpoint` for sliding layers without a window. */
export function windowsOf(config: JsonObject, types: readonly LayerType[], window: number | null): (number | null)[] {
  if (window === null && types.includes('sliding_attention')) {
    throw badCheckpoint(config.where, '"layer_types" has sliding layers, but no window is given in "sliding_window"');
  }
  return types.map(type => (type === 'sliding_attention' ? window : null));
}

/** Throws `unsupported` for embedding models of a family, which attend in both directions. */
export function requireCausal(config: JsonObject): void {
  if (!config.boolean('use_bidirectional_attention', false)) return;
  throw unsupported(
    config.where,
    '"use_bidirectional_attention" is true; only attention to earlier tokens is computed',
  );
}
