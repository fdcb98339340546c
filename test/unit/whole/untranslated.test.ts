import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../support/fixtures';
import { hiddenMessages, untranslated } from '../../support/userText';

/** Strings that look like text for the user and are none, or stay English; by file or folder. */
const allowed: readonly { readonly place: string; readonly texts: RegExp; readonly reason: string }[] = [
  {
    place: 'src/shared/interventions/',
    texts: /^set to|^resampled from its own positions, mean|# /,
    reason: 'comments in copied Python code',
  },
  {
    place: 'src/shared/recipes/',
    texts: /cache\[|torch|# |^Rows of … ids are/,
    reason: 'Python, and a fault of the caller',
  },
  { place: 'src/shared/errors.ts', texts: /./, reason: 'internal faults stay English, for a bug report' },
  { place: 'src/shared/rpc/', texts: /./, reason: 'faults of the wire stay English, for a bug report' },
  { place: 'src/shared/seededRandom.ts', texts: /cannot be drawn/, reason: 'a fault of the caller' },
  { place: 'src/shared/tensorView.ts', texts: /do not fill/, reason: 'a fault of the caller' },
  { place: 'src/shared/heads.ts', texts: /is no list of heads/, reason: 'the command line says it, which is English' },
  { place: 'src/shared/interventions/', texts: /There is no kind of intervention/, reason: 'a fault of the caller' },
  {
    place: 'src/host/engine/',
    texts: /./,
    reason: 'faults of the engine process stay English, as the engine’s own do',
  },
  {
    place: 'src/host/',
    texts:
      /could not be (described|scored): |^A view could not show its state: |^training engine: |declares no setting/,
    reason: 'log',
  },
  { place: 'src/host/', texts: /^The view (sent|was closed)/, reason: 'faults of the wire' },
  {
    place: 'src/shared/tokenizerLimits.ts',
    texts: /^tokenizer process: /,
    reason: 'lines from one process to another',
  },
  { place: 'src/host/', texts: /^Model Circuits$/, reason: 'the name of the extension' },
  { place: 'src/host/overlay/decorations.ts', texts: /^1px solid$/, reason: 'CSS' },
  { place: 'src/host/ui/', texts: /^<(svg|!DOCTYPE)|^default-src /, reason: 'markup without text, and a policy' },
  { place: 'webview/base/figure.ts', texts: /^<\?xml|has no picture/, reason: 'markup, and an internal fault' },
  { place: 'webview/', texts: /^(\w+ )*(hint|broken|small)$/, reason: 'CSS classes' },
  { place: 'webview/', texts: /^(top|left|transform): /, reason: 'CSS' },
  {
    place: '',
    texts: /^(previous token|duplicate token|prefix only)$/,
    reason: 'a HeadType, which `typeName` translates',
  },
];

const files = ['webview', 'src/shared', 'src/host'].flatMap(folder =>
  readdirSync(inRepository(folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name).replaceAll('\\', '/')),
);

function sourceOf(file: string): string {
  return readFileSync(inRepository(file), 'utf8');
}

describe('the sources of views, host and shared words', () => {
  it('have no text for the user outside l10n.t', () => {
    const strays = files.flatMap(file =>
      untranslated(file, sourceOf(file))
        .filter(({ text }) => !allowed.some(({ place, texts }) => file.startsWith(place) && texts.test(text)))
        .map(({ line, text }) => `${file}:${line}: ${text}`),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(strays).toEqual([]);
  });

  it('call l10n.t with literal messages only, so that the export for translators finds them', () => {
    expect(files.flatMap(file => hiddenMessages(file, sourceOf(file)).map(({ text }) => `${file}: ${text}`))).toEqual(
      [],
    );
  });
});

describe('the search for strays', () => {
  const found = (source: string): string[] => untranslated('view.ts', source).map(({ text }) => text);

  it('finds text between tags, and none in markup, entities and expressions', () => {
    expect(found('html`<p class="muted one">Run again</p>`')).toEqual(['Run again']);
    expect(found('html`<p class="muted one">${name}&nbsp;·</p>`')).toEqual([]);
  });

  it('finds a single word in a template, where a single word elsewhere may be anything', () => {
    expect(found('html`<b>Restore</b>`')).toEqual(['Restore']);
    expect(found('const kind = "Restore";')).toEqual([]);
  });

  it('finds attributes that are shown or read out, and leaves the others', () => {
    expect(found('html`<a title="Keys (?)" aria-label="${n} heads" role="button two">?</a>`')).toEqual([
      'Keys (?)',
      '… heads',
    ]);
  });

  it('finds strings in the expressions of a template, in places that the user sees', () => {
    expect(
      found("html`<p title=${isOff ? 'Off' : ''} class=${isOff ? 'off' : ''}>${isOn ? 'On' : l10n.t('Off')}</p>`"),
    ).toEqual(['Off', 'On']);
  });

  it('finds two words and more anywhere else', () => {
    expect(found("say('Nothing is ablated.'); throw new AppError('bad-input', `No ${head} here`);")).toEqual([
      'Nothing is ablated.',
    ]);
    expect(found("say(l10n.t('Nothing is ablated.'));")).toEqual([]);
  });

  it('finds messages that are no literals', () => {
    expect(hiddenMessages('view.ts', "l10n.t(text); l10n.t('Keys');")).toEqual([{ line: 1, text: 'l10n.t(text)' }]);
  });
});
