import { headTypes } from '../../src/shared/headTypes';
import type { ExportFormat, HeadsState } from '../../src/shared/contracts/headsViewContract';
import type { SavedFile } from '../../src/shared/savedFile';
import { safeFileName } from '../base/safeFileName';
import { figurePng, figureSvg, type Figure } from '../base/figure';
import type { Theme } from '../base/theme';
import { mapCaption } from './caption';
import { mapFigure } from './map/mapFigure';
import { mapCell } from './map/mapCell';
import { planMap } from './map/mapPlan';
import type { HeadsScene } from './headsScene';
import { rankingCsv, rankingJson, type RankingContent } from './ranking/rankingFile';

/** Pixels: as wide as a column of a paper. */
const figureWidth = 420;
const cellHeight = 16;

/** The ranking (csv, json) or the heat map (svg, png) as the view shows it, as a file. */
export async function exportedFile(
  format: ExportFormat,
  state: HeadsState,
  scene: HeadsScene,
  filter: string,
  theme: Theme,
): Promise<SavedFile> {
  const ranking: RankingContent = { ...scene, state, filter };
  const figure = (): Figure => figureOf(state, scene, theme);
  const checkpoint = safeFileName(state.checkpoint ?? 'checkpoint');
  switch (format) {
    case 'csv':
      return { name: `${checkpoint} heads.csv`, content: rankingCsv(ranking) };
    case 'json':
      return { name: `${checkpoint} heads.json`, content: rankingJson(ranking) };
    case 'svg':
      return { name: `${checkpoint} ${scene.recipe}.svg`, content: figureSvg(figure()) };
    case 'png':
      return { name: `${checkpoint} ${scene.recipe}.png`, content: await figurePng(figure()) };
  }
}

function figureOf(state: HeadsState, { table, recipe, scale }: HeadsScene, theme: Theme): Figure {
  const height = (table.grid.nLayers + 1) * cellHeight;
  return mapFigure({
    plan: planMap(table.grid, figureWidth, height),
    cells: table.rows.map(({ index }) => mapCell(table, recipe, index)),
    scale,
    caption: mapCaption(state, table, recipe),
    types: headTypes.filter(type => table.rows.some(row => row.type === type)),
    theme,
  });
}
