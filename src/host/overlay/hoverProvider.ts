import {
  ColorThemeKind,
  Hover,
  languages,
  MarkdownString,
  Range,
  window,
  type Disposable,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import type { DocumentPasses } from '../documents/documentPasses';
import type { Attributions } from '../documents/attributions';
import { tokenPlace, tokensAt } from '../documents/tokenPlaces';
import type { ViewState } from '../documents/viewState';
import { hoverCard } from './hoverCard';

/** The commands that links of the card may run. */
const trustedCommands = [
  'modelCircuits.goToToken',
  'modelCircuits.selectHeads',
  'modelCircuits.toggleDirection',
  'modelCircuits.ablateHeads',
  'modelCircuits.restoreHeads',
  'modelCircuits.nextHurtToken',
];

/** `modelCircuits.attentionInk` of package.json for each kind of theme: an image cannot use theme colours. */
const inks: Readonly<Record<ColorThemeKind, string>> = {
  [ColorThemeKind.Dark]: '#B4A0FF',
  [ColorThemeKind.Light]: '#5B34D6',
  [ColorThemeKind.HighContrast]: '#C9BBFF',
  [ColorThemeKind.HighContrastLight]: '#4A22C4',
};

/** The hover over text that was run. It needs no call to the engine. */
export function registerHover(
  documentPasses: Pick<DocumentPasses, 'get'>,
  attributions: Pick<Attributions, 'of'>,
  view: ViewState,
): Disposable {
  const provider: HoverProvider = {
    provideHover(document, position) {
      const documentPass = documentPasses.get(document);
      if (!documentPass) return null;
      const [token, ...others] = tokensAt(documentPass, ...emptySelection(document, position));
      const place = token === undefined ? null : tokenPlace(documentPass, token);
      if (token === undefined || !place) return null;
      const { direction, hideStart } = view.values;
      const ink = inks[window.activeColorTheme.kind];
      const options = { direction, hideStart, ink, attribution: attributions.of(documentPass) };
      const cards = [token, ...others].map(one => trusted(hoverCard(documentPass, one, options)));
      return new Hover(cards, new Range(document.positionAt(place.start), document.positionAt(place.end)));
    },
  };
  return languages.registerHoverProvider({ pattern: '**' }, provider);
}

function emptySelection(document: TextDocument, position: Position): [number, number] {
  const offset = document.offsetAt(position);
  return [offset, offset];
}

function trusted(card: string): MarkdownString {
  const text = new MarkdownString(card, true);
  text.isTrusted = { enabledCommands: trustedCommands };
  return text;
}
