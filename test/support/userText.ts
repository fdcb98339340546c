import ts from 'typescript';

/** A text in the source that the user would see untranslated. */
export interface Stray {
  readonly line: number;
  readonly text: string;
}

/** Stands for an expression among the literal parts of a template. */
const hole = '\uE000';
const seenAttributes = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'label', 'alt']);
const word = /\p{L}{2,}/u;
const prose = /\p{L}{2,}[,:;]? \p{L}{2,}/u;

/**
 * Texts in a TypeScript source that do not go through `l10n.t`: in `html` and `svg` templates, text nodes and the
 * attributes that are shown or read out, whether they are written there or are strings in an expression there; anywhere
 * else, strings of two words and more.
 */
export function untranslated(fileName: string, source: string): Stray[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const strays: Stray[] = [];
  const report = (node: ts.Node, text: string): void => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    strays.push({ line, text: text.replaceAll(hole, '…').replaceAll(/\s+/g, ' ').trim() });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isTranslation(node)) return;
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = node.tag.getText();
      if (tag === 'html' || tag === 'svg') visitTemplate(node);
      else if (ts.isTemplateExpression(node.template)) node.template.templateSpans.forEach(visit);
      return;
    }
    if (isText(node) && prose.test(textOf(node))) report(node, textOf(node));
    ts.forEachChild(node, visit);
  };
  const visitTemplate = ({ template }: ts.TaggedTemplateExpression): void => {
    const { texts, seen } = partsOf(textOf(template));
    for (const text of texts) if (word.test(text)) report(template, text);
    if (!ts.isTemplateExpression(template)) return;
    for (const [index, { expression }] of template.templateSpans.entries()) {
      if (seen.has(index)) for (const value of valuesOf(expression)) if (isText(value)) reportValue(value);
      visit(expression);
    }
  };
  const reportValue = (value: ts.Node): void => {
    const text = textOf(value);
    // Prose is found by `visit`.
    if (word.test(text) && !prose.test(text)) report(value, text);
  };
  visit(file);
  return strays;
}

function isTranslation(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === 'l10n.t';
}

function isText(node: ts.Node): node is ts.StringLiteral | ts.TemplateLiteral {
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
}

function textOf(node: ts.Node): string {
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => hole + literal.text).join('');
  }
  return ts.isStringLiteralLike(node) ? node.text : '';
}

/** What an expression can be: both branches of a condition, each side of `??`. */
function valuesOf(node: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(node)) return valuesOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...valuesOf(node.whenTrue), ...valuesOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...valuesOf(node.left), ...valuesOf(node.right)];
  return [node];
}

/** The texts of a template that the user sees, and the indexes of the expressions in such places. */
function partsOf(markup: string): { readonly texts: readonly string[]; readonly seen: ReadonlySet<number> } {
  const texts: string[] = [];
  const seen = new Set<number>();
  let holes = 0;
  const take = (text: string, isSeen: boolean): void => {
    if (isSeen) texts.push(text.replaceAll(/&\w+;/g, ' '));
    for (const character of text) {
      if (character !== hole) continue;
      if (isSeen) seen.add(holes);
      holes++;
    }
  };
  for (const [, tag, text] of markup.matchAll(/(<(?:[^>"']|"[^"]*"|'[^']*')*>)|([^<]+)/g)) {
    if (text !== undefined) take(text, true);
    else for (const piece of attributesOf(tag ?? '')) take(piece.text, piece.isSeen);
  }
  return { texts, seen };
}

function attributesOf(tag: string): { readonly text: string; readonly isSeen: boolean }[] {
  return Array.from(
    tag.matchAll(/([\w@.?-]+)=("[^"]*"|'[^']*'|[^\s>]+)|([^=\s]+|\s+|=)/g),
    ([all, name = '', value]) =>
      value === undefined
        ? { text: all, isSeen: false }
        : { text: value.replaceAll(/^["']|["']$/g, ''), isSeen: seenAttributes.has(name) },
  );
}

/** `l10n.t` calls whose message is not a literal: the export of strings for translators does not find them. */
export function hiddenMessages(fileName: string, source: string): Stray[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const hidden: Stray[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node)) {
      const [message] = node.arguments;
      if (!message || !ts.isStringLiteralLike(message)) {
        hidden.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: node.getText() });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return hidden;
}
