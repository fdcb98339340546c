import { describe, expect, it } from 'vitest';
import { bar, code, commandLink, escapeMarkdown, probability } from '../../../../src/host/ui/markdown';

/** Token texts that have a meaning in Markdown, in HTML, or in VS Code's additions to it. */
const hostile = [
  '](command:workbench.action.quit)',
  '[x](command:x)',
  '![x](https://example.org/x.png)',
  '<b>',
  '<script>alert(1)</script>',
  '<https://example.org>',
  'https://example.org',
  'www.example.org',
  'someone@example.org',
  '`',
  '``',
  '```',
  '`x`',
  '|',
  '||',
  '\\|',
  '\\',
  '\\`',
  '**x**',
  '__x__',
  '~~x~~',
  '# x',
  '- x',
  '1. x',
  '> x',
  '---',
  '&amp;',
  '&#36;',
  '&lt;b&gt;',
  '$(zap)',
  '$(loading~spin)',
  '\\$(zap)',
  ':smile:',
  '"\'',
  '{}[]()',
];

/** Decodes entities as a renderer does. */
function decoded(markdown: string): string {
  return markdown.replaceAll(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)));
}

describe('text in Markdown', () => {
  it.each(hostile)('is text: %s', text => {
    const escaped = escapeMarkdown(text);
    // No punctuation is left except that of the entities, and an entity is no syntax.
    expect(escaped.replaceAll(/&#\d+;/g, '')).toMatch(/^[^!-/:-@[-`{-~]*$/);
    expect(decoded(escaped)).toBe(text);
  });

  it('is unchanged without punctuation', () => {
    const text = 'the café 日本 🙂 ␣⏎⇥ 123';
    expect(escapeMarkdown(text)).toBe(text);
  });
});

/** The text of a code span that covers all of the Markdown, by CommonMark's rules. Null if there is none. */
function codeSpanText(markdown: string): string | null {
  const fence = /^`+/.exec(markdown)?.[0] ?? '';
  if (fence === '') return null;
  const rest = markdown.slice(fence.length);
  const closing = [...rest.matchAll(/`+/g)].find(([run]) => run.length === fence.length);
  if (closing?.index !== rest.length - fence.length) return null;
  const inner = rest.slice(0, closing.index);
  return /^ .*[^ ].* $/.test(inner) ? inner.slice(1, -1) : inner;
}

describe('a token as code', () => {
  it.each(hostile)('keeps its text, and ends neither the span nor the cell of a table: %s', text => {
    const markdown = code(text);
    const inSpan = codeSpanText(markdown);
    if (inSpan === null) expect(decoded(markdown)).toBe(text);
    else expect(inSpan).toBe(text);
    expect(markdown).not.toContain('|');
    expect(markdown).not.toContain('$(');
  });

  it('is a code span if its text allows', () => {
    expect(code('the')).toBe('`the`');
    expect(code('')).toBe('` `');
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`')).toBe('`` ` ``');
    expect(code('a``b`c')).toBe('```a``b`c```');
  });
});

describe('a command link', () => {
  it('holds its parameters without a character that would end it', () => {
    const link = commandLink('x', 'modelCircuits.goToToken', [5, 'a)b "c" <d> \n']);
    const [, target = ''] = /^\[x\]\((.*)\)$/s.exec(link) ?? [];
    expect(target).toMatch(/^command:modelCircuits\.goToToken\?[^\s"<>]*$/);
    expect(JSON.parse(decodeURIComponent(target.slice(target.indexOf('?') + 1)))).toEqual([5, 'a)b "c" <d> \n']);
  });

  it('has no parameters part without parameters', () => {
    expect(commandLink('Go', 'modelCircuits.selectHeads')).toBe('[Go](command:modelCircuits.selectHeads)');
  });
});

describe('a bar', () => {
  const widthOf = (share: number): number => {
    const svg = decodeURIComponent(/data:image\/svg\+xml,([^)]*)\)$/.exec(bar(share, '#B4A0FF'))?.[1] ?? '');
    expect(svg).toContain('fill="#B4A0FF"');
    return Number(/<rect width="([\d.]+)"/.exec(svg)?.[1]);
  };

  it('is as long as its share, never longer than its place, and always visible', () => {
    expect(widthOf(0.5)).toBe(48);
    expect(widthOf(1)).toBe(96);
    expect(widthOf(3)).toBe(96);
    expect(widthOf(0)).toBe(1);
  });
});

describe('a probability', () => {
  it.each([
    [0.12345, '0.123'],
    [1, '1.000'],
    [0.0005, '0.001'],
    [0.0004, '&lt;0.001'],
    [0, '&lt;0.001'],
    [NaN, '–'],
  ])('of %d is written %s', (p, text) => {
    expect(probability(p)).toBe(text);
  });
});
