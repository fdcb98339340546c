import { probabilityText } from '../../shared/numberText';

/**
 * Text as it is, whatever characters it has: token text is the document's, and never markup. Every punctuation mark
 * becomes an entity, which is no syntax anywhere: neither Markdown's, nor that of bare links, nor VS Code's `$(icon)`,
 * which is looked for in the finished HTML and so is not stopped by a backslash.
 */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, character => `&#${character.charCodeAt(0)};`);
}

/**
 * A code span; a fence longer than any run of backticks inside. Nothing can be escaped in there, so text that would end
 * a table's cell or show an icon is written without one.
 */
export function code(text: string): string {
  if (text === '') return '` `';
  if (/\||\$\(/.test(text)) return escapeMarkdown(text);
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A link that runs a command; the provider's trusted list must name it. `label` is Markdown. */
export function commandLink(label: string, command: string, parameters: readonly unknown[] = []): string {
  const query = parameters.length > 0 ? `?${encodeURIComponent(JSON.stringify(parameters))}` : '';
  return `[${label}](command:${command}${query})`;
}

const barWidth = 96;

/** A bar for a share from 0 to 1, as an image: Markdown in a hover has no other. */
export function bar(share: number, ink: string): string {
  const width = Math.max(1, Math.min(1, share) * barWidth).toFixed(1);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${barWidth}" height="8"><rect width="${width}" height="8" rx="1" fill="${ink}"/></svg>`;
  return `![](data:image/svg+xml,${encodeURIComponent(svg).replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** `probabilityText` as Markdown. */
export function probability(p: number): string {
  return probabilityText(p).replace('<', '&lt;');
}
