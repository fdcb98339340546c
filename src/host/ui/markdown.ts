import { probabilityText } from '../../shared/numberText';

/**
 * Shows a text as it is, whatever characters it has: a token's text comes from the document and is never markup. Every
 * punctuation mark becomes an entity. A backslash would not be enough: VS Code looks for `$(icon)` in the finished HTML.
 */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, character => `&#${character.charCodeAt(0)};`);
}

/**
 * A code span, with a fence longer than any run of backticks in the text. A code span has no escapes, so a text that
 * would end a table's cell or show an icon is written without a span.
 */
export function code(text: string): string {
  if (text === '') return '` `';
  if (/\||\$\(/.test(text)) return escapeMarkdown(text);
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A link that runs a command, which `enabledCommands` of the hover must name. `label` is Markdown. */
export function commandLink(label: string, command: string, parameters: readonly unknown[] = []): string {
  const query = parameters.length > 0 ? `?${encodeURIComponent(JSON.stringify(parameters))}` : '';
  return `[${label}](command:${command}${query})`;
}

const barWidth = 96;

/** A bar for a share from 0 to 1, as an image: a hover allows no other way to draw one. */
export function bar(share: number, ink: string): string {
  const width = Math.max(1, Math.min(1, share) * barWidth).toFixed(1);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${barWidth}" height="8"><rect width="${width}" height="8" rx="1" fill="${ink}"/></svg>`;
  return `![](data:image/svg+xml,${encodeURIComponent(svg).replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** `probabilityText` as Markdown. */
export function probability(p: number): string {
  return probabilityText(p).replace('<', '&lt;');
}
