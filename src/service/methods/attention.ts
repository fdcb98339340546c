import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Handlers } from '../../shared/rpc/rpc';
import { packTile, type Tile } from '../../shared/tile';
import { summarizeAttention } from '../../analysis/attention/attentionSummary';
import { thumbnailHooks, thumbnails } from '../../analysis/attention/thumbnails';
import type { HookName } from '../../engine/hooks';
import { withHeadsOfRow, type ServiceParts } from '../serviceParts';

/** Methods about what heads attend to, in a pass over one row. */
export function attentionMethods(
  parts: ServiceParts,
): Pick<Handlers<EngineContract>, 'attention' | 'tiles' | 'thumbnails'> {
  const { engine } = parts;
  return {
    attention: async ({ pass: spec, heads, pairValue, reduce }, context) => {
      const { headMatrices, headMatrixHooks } = await engine();
      const needs = (): Set<HookName> => headMatrixHooks(heads, pairValue);
      return withHeadsOfRow(parts, spec, heads, needs, context, (pass, positions) =>
        summarizeAttention(headMatrices(pass, heads, pairValue), heads.length, positions, reduce),
      );
    },

    tiles: async ({ pass: spec, heads, pairValue }, context) => {
      const { headMatrices, headMatrixHooks } = await engine();
      const needs = (): Set<HookName> => headMatrixHooks(heads, pairValue);
      return withHeadsOfRow(parts, spec, heads, needs, context, async (pass, positions) => {
        const tiles: Tile[] = [];
        for await (const matrix of headMatrices(pass, heads, pairValue)) tiles.push(packTile(matrix, positions));
        return tiles;
      });
    },

    thumbnails: ({ pass: spec }, context) =>
      withHeadsOfRow(parts, spec, [], thumbnailHooks, context, ({ cache, model }) =>
        thumbnails(cache, model.config.nLayers),
      ),
  };
}
