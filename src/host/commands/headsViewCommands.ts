import type { ExportFormat } from '../../shared/contracts/headsViewContract';
import type { Command } from './command';

/** Shows the Heads view, which starts scoring when it is first visible. */
export const showHeads: Command = {
  id: 'modelCircuits.showHeads',
  run: ({ headsView }) => headsView.focus(),
};

/** Scores the heads, also after a cancel or a failure. Stored results come at once. */
export const scoreHeads: Command = {
  id: 'modelCircuits.scoreHeads',
  async run({ headsView, headScores }) {
    await headsView.focus();
    void headScores.score({ underAblation: false });
  },
};

export const recomputeScores: Command = {
  id: 'modelCircuits.recomputeScores',
  async run({ headsView, headScores }) {
    await headsView.focus();
    void headScores.score({ underAblation: true });
  },
};

export const exportRankingCsv = exporting('modelCircuits.exportRankingCsv', 'csv');
export const exportRankingJson = exporting('modelCircuits.exportRankingJson', 'json');
export const exportHeatMapSvg = exporting('modelCircuits.exportHeatMapSvg', 'svg');
export const exportHeatMapPng = exporting('modelCircuits.exportHeatMapPng', 'png');

function exporting(id: string, format: ExportFormat): Command {
  return { id, run: ({ headsView }) => headsView.export(format) };
}
