/** The colours of VS Code's theme for canvases, which cannot read the variables of style sheets. */
export interface Theme {
  readonly kind: ThemeKind;
  readonly foreground: string;
  readonly background: string;
  readonly muted: string;
  /** Colours behind text, weakest first. */
  readonly attention: readonly string[];
  /** Colours of signed values behind text, worse and better, in as many steps. */
  readonly loss: readonly string[];
  readonly gain: readonly string[];
  /** Colours that no text stands on. */
  readonly attentionInk: string;
  readonly lossInk: string;
  readonly gainInk: string;
  /** One colour for each of several heads. Colour-blind users can distinguish them (after Okabe and Ito). */
  readonly several: readonly string[];
  readonly fontFamily: string;
  readonly monoFamily: string;
}

export type ThemeKind = 'dark' | 'light' | 'contrast-dark' | 'contrast-light';

const several: Readonly<Record<ThemeKind, readonly string[]>> = {
  dark: ['#56B4E9', '#E69F00', '#2FC29A', '#E58AC0', '#D6CE4A', '#B0B0B0'],
  light: ['#0072B2', '#B35C00', '#00805C', '#A8477F', '#7A6A00', '#5F5F5F'],
  'contrast-dark': ['#6CC6FA', '#FFB52E', '#3FDDB1', '#FFA3D6', '#F0E442', '#D0D0D0'],
  'contrast-light': ['#005A8F', '#8A4500', '#006347', '#8A2F65', '#5C5000', '#454545'],
};

const steps = 16;
/** For signed values every second step is a theme colour, since the text editor has a decoration type for each. */
const signedThemeColours = 8;

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const ramp = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, step) => value(`modelCircuits-${name}${step + 1}`));
  const kind = themeKind();
  return {
    kind,
    foreground: value('editor-foreground'),
    background: value('editor-background'),
    muted: value('descriptionForeground'),
    attention: ramp('attention', steps),
    loss: withHalfSteps(ramp('loss', signedThemeColours)),
    gain: withHalfSteps(ramp('gain', signedThemeColours)),
    attentionInk: value('modelCircuits-attentionInk'),
    lossInk: value('modelCircuits-lossInk'),
    gainInk: value('modelCircuits-gainInk'),
    several: several[kind],
    fontFamily: value('font-family'),
    monoFamily: value('editor-font-family'),
  };
}

/** Calls the listener when the user chooses another theme. */
export function onThemeChange(listener: () => void): void {
  // VS Code rewrites the variables on <html> and the kind on <body>.
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['data-vscode-theme-kind'] });
}

function themeKind(): ThemeKind {
  switch (document.body.dataset.vscodeThemeKind) {
    case 'vscode-light':
      return 'light';
    case 'vscode-high-contrast':
      return 'contrast-dark';
    case 'vscode-high-contrast-light':
      return 'contrast-light';
    default:
      return 'dark';
  }
}

/** Doubles a ramp: before each colour comes a step whose alpha lies half way from the colour before it. */
function withHalfSteps(colours: readonly string[]): string[] {
  const parsed = colours.map(parseColour);
  return parsed.flatMap((colour, index) => {
    const before = index === 0 ? colour.alpha / 3 : (parsed[index - 1]?.alpha ?? 0);
    return [rgba({ ...colour, alpha: (before + colour.alpha) / 2 }), rgba(colour)];
  });
}

export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Reads any CSS colour with the help of a canvas, which returns one of two forms. Black if the text is no colour. */
export function parseColour(css: string): Colour {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.fillStyle = css;
  const form = typeof context?.fillStyle === 'string' ? context.fillStyle : '';
  const hex = /^#(..)(..)(..)$/.exec(form);
  const [red, green, blue, alpha] = hex
    ? hex.slice(1).map(digits => parseInt(digits, 16))
    : Array.from(form.matchAll(/[\d.]+/g), Number);
  return { red: red ?? 0, green: green ?? 0, blue: blue ?? 0, alpha: alpha ?? 1 };
}

function rgba({ red, green, blue, alpha }: Colour): string {
  return `rgba(${red}, ${green}, ${blue}, ${alpha.toFixed(3)})`;
}
