import { svg, type TemplateResult } from 'lit';
import type { Theme } from '../theme';
import { axisNames, type HeadGridPlan, type NameRoom } from './headGridPlan';

/** The names of layers and heads, for a picture that is written to a file. */
export function axisNamesSvg(plan: HeadGridPlan, room: NameRoom, theme: Theme): TemplateResult[] {
  return axisNames(plan, room).map(
    // 3.5 px: half the height of capitals at 10 px, since SVG places a text by its baseline.
    ({ text, x, y, isLayer }) =>
      svg`<text x=${x} y=${isLayer ? y + 3.5 : y} font-size="10" fill=${theme.muted} text-anchor=${isLayer ? 'end' : 'middle'}>${text}</text>`,
  );
}
