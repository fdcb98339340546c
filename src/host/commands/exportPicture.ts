import { l10n } from 'vscode';
import { AppError } from '../../shared/errors';
import type { AttentionViewPicture } from '../../shared/contracts/attentionViewContract';
import type { Command } from './command';

export const exportPatternSvg = exporting('modelCircuits.exportPatternSvg', { picture: 'pattern', format: 'svg' });
export const exportPatternPng = exporting('modelCircuits.exportPatternPng', { picture: 'pattern', format: 'png' });
export const exportGridSvg = exporting('modelCircuits.exportGridSvg', { picture: 'grid', format: 'svg' });
export const exportGridPng = exporting('modelCircuits.exportGridPng', { picture: 'grid', format: 'png' });

/** Saves a picture of the attention view that has the focus. */
function exporting(id: string, wanted: AttentionViewPicture): Command {
  return {
    id,
    async run({ attentionViews, importedAttentionViews }) {
      const active = attentionViews.active ?? importedAttentionViews.active;
      if (!active) throw new AppError('bad-input', l10n.t('Open the attention view first: its pictures are saved.'));
      await active.export(wanted);
    },
  };
}
