import * as pageL10n from '@vscode/l10n';
import { l10n, Uri, type Webview } from 'vscode';
import { afterEach, expect, it } from 'vitest';
import { openPage } from '../../../../src/host/ui/webviewPage';

/** The page of an app while VS Code has these translations. */
function page(bundle: Readonly<Record<string, string>> | undefined, title = 'a.txt'): string {
  Object.assign(l10n, { bundle });
  const webview = { html: '', options: {}, asWebviewUri: (uri: unknown) => uri };
  openPage(webview as unknown as Webview, Uri.file('/extension'), 'attention', title);
  return webview.html;
}

/** The table as the page reads it: the text in the script element with its id. */
function tableIn(html: string): string {
  return /<script type="application\/json" id="l10n">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
}

afterEach(() => {
  Object.assign(l10n, { bundle: undefined });
  pageL10n.config({ contents: {} });
});

it('openPage gives the page VS Code’s translations, and the page shows them', () => {
  const html = page({ 'All heads': '[Âļļ ĥéàďš]', '{0} tokens': '[{0} ţöķéñš]' });
  pageL10n.config({ contents: tableIn(html) });
  expect(pageL10n.t('All heads')).toBe('[Âļļ ĥéàďš]');
  expect(pageL10n.t('{0} tokens', 7)).toBe('[7 ţöķéñš]');
  expect(pageL10n.t('Without a translation')).toBe('Without a translation');
});

it('openPage gives the page an empty table in English', () => {
  expect(JSON.parse(tableIn(page(undefined)))).toEqual({});
});

it('openPage lets no translation end its script element', () => {
  const text = '</script><script>alert(1)</script><!--';
  const table = tableIn(page({ Keys: text }));
  expect(table).not.toContain('<');
  expect(JSON.parse(table)).toEqual({ Keys: text });
});

it('openPage lets no file name become markup', () => {
  expect(page({}, '</title><img src=x>.txt')).toContain('<title>&lt;/title>&lt;img src=x>.txt</title>');
});
