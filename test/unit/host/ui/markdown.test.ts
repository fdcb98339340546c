import { describe, expect, it } from 'vitest';
import { bar, code, commandLink, escapeMarkdown, probability } from '../../../../src/host/ui/markdown';

/** Token texts that are something in Markdown, in HTML, or in VS Code's own additions to it. */
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

/** What a renderer makes of entities. */
function decoded(markdown: string): string {
  return markdown.replaceAll(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)));
}

describe('text in Markdown', () => {
  it.each(hostile)('is text: %s', text => {
    const escaped = escapeMarkdown(text);
    // No punctuation is left but that of the entities themselves, and an entity is no syntax.
    expect(escaped.replaceAll(/&#\d+;/g, '')).toMatch(/^[^!-/:-@[-`{-~]*$/);
    expect(decoded(escaped)).toBe(text);
  });

  it('stays what it is without punctuation', () => {
    const text = 'the café 日本 🙂 ␣⏎⇥ 123';
    expect(escapeMarkdown(text)).toBe(text);
  });
});

/** The text of a code span that takes up all of the Markdown, by CommonMark's rules; null when it is none. */
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
  it.each(hostile)('is its text, and ends neither the span nor a table’s cell: %s', text => {
    const markdown = code(text);
    const inSpan = codeSpanText(markdown);
    if (inSpan === null) expect(decoded(markdown)).toBe(text);
    else expect(inSpan).toBe(text);
    expect(markdown).not.toContain('|');
    expect(markdown).not.toContain('$(');
  });

  it('is a code span as a rule', () => {
    expect(code('the')).toBe('`the`');
    expect(code('')).toBe('` `');
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`')).toBe('`` ` ``');
    expect(code('a``b`c')).toBe('```a``b`c```');
  });
});

describe('a link that runs a command', () => {
  it('carries its parameters without a character that would end it', () => {
    const link = commandLink('x', 'modelCircuits.goToToken', [5, 'a)b "c" <d> \n']);
    const [, target = ''] = /^\[x\]\((.*)\)$/s.exec(link) ?? [];
    expect(target).toMatch(/^command:modelCircuits\.goToToken\?[^\s"<>]*$/);
    expect(JSON.parse(decodeURIComponent(target.slice(target.indexOf('?') + 1)))).toEqual([5, 'a)b "c" <d> \n']);
  });

  it('without parameters has none', () => {
    expect(commandLink('Go', 'modelCircuits.selectHeads')).toBe('[Go](command:modelCircuits.selectHeads)');
  });
});

describe('a bar', () => {
  const widthOf = (share: number): number => {
    const svg = decodeURIComponent(/data:image\/svg\+xml,([^)]*)\)$/.exec(bar(share, '#B4A0FF'))?.[1] ?? '');
    expect(svg).toContain('fill="#B4A0FF"');
    return Number(/<rect width="([\d.]+)"/.exec(svg)?.[1]);
  };

  it('is as long as its share, never beyond its place, and always to be seen', () => {
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
  ])('%d is %s', (p, text) => {
    expect(probability(p)).toBe(text);
  });
});
