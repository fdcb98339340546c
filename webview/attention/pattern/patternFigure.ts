import { svg, type TemplateResult } from 'lit';
import type { Figure } from '../../base/figure';
import { pictureOf } from '../../base/canvas';
import type { Theme } from '../../base/theme';
import { axisName, patternPixels, type PatternContent } from './patternDrawing';
import { namedTokens, planPattern, wholePattern, type PatternPlan } from './patternPlan';

/** The largest side of the picture, pixels; cells have a largest size too, so that a few tokens make a small picture. */
const largestSide = 720;

/** The whole pattern with tokens on its axes, for a file. */
export function patternFigure(
  content: PatternContent,
  caption: { readonly title: string; readonly lines: readonly string[] },
  theme: Theme,
): Figure {
  const plan = planPattern(content.tile.positions, largestSide, largestSide, wholePattern);
  const { left, top, size } = plan;
  return {
    title: caption.title,
    caption: caption.lines,
    width: left + size,
    height: top + size,
    theme,
    picture: svg`
      <path d="M${left} ${top}V${top + size}H${left + size}Z" fill=${theme.foreground} fill-opacity="0.045" />
      <image x=${left} y=${top} width=${size} height=${size} image-rendering="pixelated" preserveAspectRatio="none"
        href=${pictureOf(patternPixels(content, theme)).toDataURL()} />
      ${names(plan, content.labels, theme)}`,
  };
}

function names({ left, top, cell, shown }: PatternPlan, labels: readonly string[], theme: Theme): TemplateResult[] {
  return namedTokens(0, shown, cell, []).map(token => {
    const at = (token + 0.5) * cell;
    const name = axisName(labels[token]);
    return svg`<text x=${left - 6} y=${top + at + 3.5} font-size="10" text-anchor="end" fill=${theme.muted}>${name}</text>
      <text transform="translate(${left + at + 3.5} ${top - 6}) rotate(-90)" font-size="10" fill=${theme.muted}>${name}</text>`;
  });
}
