import { describe, expect, it } from 'vitest';
import { attentionSteps, deltaSteps } from '../../../../src/shared/rampStep';
import { manifest, themeKinds } from '../../../support/manifest';

const colors = new Map(
  manifest.contributes.colors.map(({ id, defaults }) => [id.replace('modelCircuits.', ''), defaults]),
);

/** Editor background and foreground of VS Code's Dark+, Light+ and two high-contrast themes. */
const themes = {
  dark: { background: '#1E1E1E', foreground: '#D4D4D4' },
  light: { background: '#FFFFFF', foreground: '#000000' },
  highContrast: { background: '#000000', foreground: '#FFFFFF' },
  highContrastLight: { background: '#FFFFFF', foreground: '#292929' },
};

type Rgb = readonly [number, number, number];

function parse(hex: string): { rgb: Rgb; alpha: number } {
  expect(hex).toMatch(/^#[\dA-F]{6}([\dA-F]{2})?$/);
  const byte = (at: number): number => parseInt(hex.slice(at, at + 2), 16);
  return { rgb: [byte(1), byte(3), byte(5)], alpha: hex.length > 7 ? byte(7) / 255 : 1 };
}

/** A colour composed over another. */
function over(hex: string, background: string): Rgb {
  const { rgb, alpha } = parse(hex);
  const behind = parse(background).rgb;
  const mixed = rgb.map((value, channel) => alpha * value + (1 - alpha) * behind[channel]!);
  return [mixed[0]!, mixed[1]!, mixed[2]!];
}

/** Relative luminance and contrast (WCAG 2.1). */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const ramps = [
  ['attention', attentionSteps],
  ['loss', deltaSteps],
  ['gain', deltaSteps],
] as const;

function rampOf(name: string, steps: number, kind: (typeof themeKinds)[number]): string[] {
  return Array.from({ length: steps }, (_, step) => colors.get(`${name}${step + 1}`)![kind]);
}

describe('the colours of the overlay', () => {
  it('are a ramp of 16 for attention, ramps of 8 for each direction of a change, and five single colours', () => {
    const singles = ['attentionInk', 'lossInk', 'gainInk', 'keyBorder', 'tokenBoundary'];
    const steps = ramps.flatMap(([name, count]) => Array.from({ length: count }, (_, i) => `${name}${i + 1}`));
    expect([...colors.keys()]).toEqual([...steps, ...singles]);
    expect([attentionSteps, deltaSteps]).toEqual([16, 8]);
  });

  it('have a default for each of the four kinds of themes', () => {
    for (const [id, defaults] of colors) expect([id, Object.keys(defaults)]).toEqual([id, [...themeKinds]]);
  });
});

describe.each(themeKinds)('a theme of the kind %s', kind => {
  const { background, foreground } = themes[kind];
  const behind = parse(background).rgb;

  it.each(ramps)('keeps text readable on every step of %s, at 4.5 to 1 or more', (name, steps) => {
    const text = parse(foreground).rgb;
    const worst = Math.min(...rampOf(name, steps, kind).map(color => contrast(over(color, background), text)));
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it.each(ramps)('makes each step of %s stand out more than the one before', (name, steps) => {
    const distances = rampOf(name, steps, kind).map(color => {
      const [red, green, blue] = over(color, background);
      return Math.hypot(red - behind[0], green - behind[1], blue - behind[2]);
    });
    distances.slice(1).forEach((distance, i) => expect(distance).toBeGreaterThan(distances[i]! + 3));
    expect(distances[0]).toBeGreaterThan(10);
  });

  it.each(['attentionInk', 'lossInk', 'gainInk'])('shows %s on the background, at 3 to 1 or more', name => {
    const color = colors.get(name)![kind];
    expect(parse(color).alpha).toBe(1);
    expect(contrast(over(color, background), behind)).toBeGreaterThanOrEqual(3);
  });

  it('has a border for a key if colour alone must not carry the meaning, and no other border', () => {
    const border = colors.get('keyBorder')![kind];
    if (kind.startsWith('highContrast')) expect(contrast(over(border, background), behind)).toBeGreaterThanOrEqual(3);
    else expect(parse(border).alpha).toBe(0);
  });
});
