import * as l10n from '@vscode/l10n';
import type { Thumbnails } from '../../src/shared/contracts/engineContract';
import { AppError } from '../../src/shared/errors';
import type { SavedFile } from '../../src/shared/savedFile';
import type { AttentionViewPicture, AttentionViewState } from '../../src/shared/contracts/attentionViewContract';
import { figurePng, figureSvg, type Figure } from '../base/figure';
import type { Theme } from '../base/theme';
import { gridFigure } from './grid/gridFigure';
import { patternFigure } from './pattern/patternFigure';
import type { Scene } from './scene';
import { gridCaption, patternCaption } from './attentionCaption';

/** The picture on show as a file with the name of its title. Rejects with `bad-input` while there is none. */
export async function exportPicture(
  { picture, format }: AttentionViewPicture,
  state: AttentionViewState | null,
  now: Scene | null,
  thumbnails: Thumbnails | null,
  theme: Theme,
): Promise<SavedFile> {
  const figure =
    state && now && (picture === 'pattern' ? pattern(state, now, theme) : grid(state, now, thumbnails, theme));
  if (!figure) throw new AppError('bad-input', l10n.t('There is no picture yet: run the model first.'));
  const name = `${figure.title.replaceAll(/[^\p{L}\p{N}.,-]+/gu, ' ').trim()}.${format}`;
  return { name, content: format === 'svg' ? figureSvg(figure) : await figurePng(figure) };
}

function pattern(state: AttentionViewState, now: Scene, theme: Theme): Figure | null {
  return now.pattern && patternFigure(now.pattern, patternCaption(state, now), theme);
}

function grid(state: AttentionViewState, now: Scene, thumbnails: Thumbnails | null, theme: Theme): Figure | null {
  return thumbnails && gridFigure(thumbnails, gridCaption(state, now), theme);
}
