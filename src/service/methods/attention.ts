import type { EngineContract } from '../../shared/contracts/engineContract';
import type { Handlers } from '../../shared/rpc/rpc';
import { packTile, type Tile } from '../../shared/tile';
import { summarizeAttention } from '../../analysis/attention/attentionSummary';
import { thumbnails } from '../../analysis/attention/thumbnails';
import { withHeadsOfRow, type ServiceParts } from '../serviceParts';

/** What heads attend to in a pass of one row. */
export function attentionMethods(
  parts: ServiceParts,
): Pick<Handlers<EngineContract>, 'attention' | 'tiles' | 'thumbnails'> {
  const { engine } = parts;
  return {
    attention: ({ pass: spec, heads, pairValue, reduce }, context) =>
      withHeadsOfRow(parts, spec, heads, context, async (pass, positions) => {
        const { headMatrices } = await engine();
        return summarizeAttention(headMatrices(pass, heads, pairValue), heads.length, positions, reduce);
      }),

    tiles: ({ pass: spec, heads, pairValue }, context) =>
      withHeadsOfRow(parts, spec, heads, context, async (pass, positions) => {
        const { headMatrices } = await engine();
        const tiles: Tile[] = [];
        for await (const matrix of headMatrices(pass, heads, pairValue)) tiles.push(packTile(matrix, positions));
        return tiles;
      }),

    thumbnails: ({ pass: spec }, context) =>
      withHeadsOfRow(parts, spec, [], context, ({ cache, model }) => thumbnails(cache, model.config.nLayers)),
  };
}
