import { describe, expect, it } from 'vitest';
import { headIntervention } from '../../../../src/shared/interventions/intervention';
import type { AblatedPass, DocumentPass } from '../../../../src/host/documents/documentPass';
import { compareLosses } from '../../../../src/host/documents/comparePasses';
import { hoverCard } from '../../../../src/host/overlay/hoverCard';
import { registerHover } from '../../../../src/host/overlay/hoverProvider';
import { ViewState } from '../../../../src/host/documents/viewState';
import { packTile } from '../../../../src/shared/tile';
import { fakeDocumentPass, fakeResult, positionIn, type FakeDocumentPassOptions } from '../../../support/analysis';
import { readJson, inRepository } from '../../../support/fixtures';
import { ColorThemeKind, registered, window, type Hover, type Position } from '../../../support/vscodeStub';

const text = 'a big red dog\n';
const options: FakeDocumentPassOptions = {
  text,
  labels: ['<s>', 'a', '␣big', '␣red', '␣dog', '⏎'],
  places: [null, [0, 1], [1, 5], [5, 9], [9, 13], [13, 14]],
  topLabels: ['␣cat', '␣red', '␣sun'],
};
const plain = { direction: 'from', hideStart: false, ink: '#B4A0FF', attribution: null } as const;

function ablatedPass(metric: AblatedPass['metric'], worse: number): DocumentPass {
  const clean = fakeResult(6, options.topLabels ?? null);
  const result = fakeResult(6, options.topLabels ?? null, worse);
  const ablation = headIntervention('frozen', [{ layer: 1, head: 2 }]);
  return fakeDocumentPass({
    ...options,
    ablated: { ablation, metric, result, comparison: compareLosses(clean, result) },
  });
}

/** The parts of a card, which rules divide. */
function parts(card: string): string[] {
  return card.split('\n\n---\n\n');
}

/** The cells of a table's rows. Fails if a row has more or fewer cells than the header. */
function cells(table: string): string[][] {
  const rows = table.split('\n').map(row => {
    expect(row).toMatch(/^\|.*\|$/);
    return row.slice(1, -1).split('|');
  });
  for (const row of rows) expect(row).toHaveLength(rows[0]!.length);
  return rows.map(row => row.map(cell => cell.trim()));
}

/** The commands of the card's links. Text in a code span is no link. */
function commandsIn(card: string): string[] {
  const links = card.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, 'code');
  return Array.from(links.matchAll(/\]\(command:([^?)]*)/g), ([, command]) => command!);
}

describe('the hover card of a token', () => {
  const card = hoverCard(fakeDocumentPass(options), 3, plain);

  it('says what it attends to and what is predicted, and has links', () => {
    const [header, attention, next, actions] = parts(card);
    expect(header).toBe('**`␣red`** &nbsp;token 3 · id 13 · loss 1.50 nats · p 0.223');
    expect(attention).toMatch(/^\| .*\|\n\|:--\|--:\|:--\|:--\|\n\|/);
    // The token that follows stands out.
    expect(next).toBe('next ␣cat 0.500 · **␣red** 0.250 · ␣sun 0.125');
    expect(commandsIn(actions!)).toEqual([
      'modelCircuits.selectHeads',
      'modelCircuits.toggleDirection',
      'modelCircuits.ablateHeads',
    ]);
    expect(parts(card)).toHaveLength(4);
  });

  it('lists its sources strongest first, each with head and weight, and a link to it', () => {
    const [header, , ...rows] = cells(parts(card)[1]!);
    expect(header![0]).toContain('mean of 3 heads');
    expect(header![0]).toContain('`␣red`');
    const weights = rows.map(([, weight]) => Number(weight));
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 2);
    for (const [token, , bar, head] of rows) {
      expect(bar).toMatch(/^!\[\]\(data:image\/svg\+xml,[^()\s]*\)$/);
      expect(head).toMatch(/^L[01]H[123] 0\.\d{3}$/);
      const target = /\(command:modelCircuits\.goToToken\?(.*)\) (\d+) &nbsp;$/.exec(token!);
      if (target) expect(decodeURIComponent(target[1]!)).toMatch(new RegExp(`^\\[${target[2]},".*"\\]$`));
      // The start token is nowhere in the text to go to.
      else expect(token).toBe('&#60;s&#62; 0 &nbsp;');
    }
  });

  it('names a single head once', () => {
    const single = fakeDocumentPass({ ...options, heads: [{ layer: 1, head: 3 }] });
    const [header, , ...rows] = cells(parts(hoverCard(single, 3, plain))[1]!);
    expect(header).toEqual([expect.stringContaining('L1H3'), 'weight', '', '']);
    expect(rows.every(row => row[3] === '')).toBe(true);
  });

  it('says how much weight is on the hidden start token', () => {
    const [, , ...rows] = cells(parts(hoverCard(fakeDocumentPass(options), 3, { ...plain, hideStart: true }))[1]!);
    expect(rows.at(-1)![0]).toBe('start token, hidden');
    expect(Number(rows.at(-1)![1])).toBeGreaterThan(0.3);
    expect(rows.slice(0, -1).every(([token]) => token!.includes('goToToken'))).toBe(true);
  });

  it('shows the other direction on request', () => {
    const [header, , ...rows] = cells(
      parts(hoverCard(fakeDocumentPass(options), 3, { ...plain, direction: 'to' }))[1]!,
    );
    expect(header![0]).toContain('← from');
    // The token itself and the tokens after it.
    expect(rows.map(([token]) => Number(/(\d+) &nbsp;$/.exec(token!)?.[1])).every(token => token >= 3)).toBe(true);
  });

  it('has no loss for the first token, and no next token for the last one', () => {
    expect(hoverCard(fakeDocumentPass(options), 0, plain)).toContain('no loss: nothing comes before it');
    expect(parts(hoverCard(fakeDocumentPass(options), 5, plain))[2]).not.toContain('**');
  });

  it('names predictions by id if there is no tokenizer', () => {
    expect(parts(hoverCard(fakeDocumentPass({ ...options, topLabels: null }), 3, plain))[2]).toBe(
      'next 70 0.500 · **14** 0.250 · 71 0.125',
    );
  });
});

describe('the hover card of a token under an ablation', () => {
  it('says the change of the loss, and the predictions before and after', () => {
    const card = hoverCard(ablatedPass({ kind: 'loss' }, 0.75), 3, plain);
    const [header, table, actions] = parts(card);
    expect(header).toBe('**`␣red`** &nbsp;token 3 · id 13 · loss 1.50 → 3.00 nats &nbsp;**+1.50**');
    const [without, predictions] = table!.split('\n\n');
    expect(without).toBe('Without L1H2, set to zero, patterns frozen');
    const rows = cells(predictions!);
    expect(rows[0]).toEqual(['predicted here &nbsp;', '&nbsp; before', '&nbsp; ablated']);
    expect(rows.slice(2)).toEqual([
      ['␣cat', '0.500', '0.500'],
      ['**␣red**', '0.250', '0.250'],
      ['␣sun', '0.125', '0.125'],
    ]);
    expect(commandsIn(actions!)).toEqual(['modelCircuits.nextHurtToken', 'modelCircuits.restoreHeads']);
    expect(parts(card)).toHaveLength(3);
  });

  it('has no link to the next token if none got worse', () => {
    const actions = parts(hoverCard(ablatedPass({ kind: 'loss' }, -0.1), 3, plain)).at(-1)!;
    expect(commandsIn(actions)).toEqual(['modelCircuits.restoreHeads']);
  });

  it('says the logit difference of the two tokens that the user named', () => {
    const metric = { kind: 'logitDifference', a: { id: 1, label: '␣cat' }, b: { id: 2, label: 'a|b' } } as const;
    const card = hoverCard(ablatedPass(metric, 0.75), 3, plain);
    expect(card).toContain('logit(`␣cat`) − logit(a&#124;b): +1.50 → +3.00');
  });
});

describe('token text in a hover card', () => {
  const hostile = ['](command:workbench.action.quit)', '`', '|', '<b>', '$(zap)', '**', 'https://example.org', '\\'];

  it.each(hostile)('is no link, no markup, no cell: %s', label => {
    const labels = options.labels.map((_, token) => (token === 0 ? '<s>' : label));
    const documentPass = fakeDocumentPass({ ...options, labels, topLabels: [label] });
    const card = hoverCard(documentPass, 3, plain);
    expect(new Set(commandsIn(card))).toEqual(
      new Set([
        'modelCircuits.goToToken',
        'modelCircuits.selectHeads',
        'modelCircuits.toggleDirection',
        'modelCircuits.ablateHeads',
      ]),
    );
    cells(parts(card)[1]!);
    expect(card).not.toMatch(/(?<!`)<b>/);
    expect(card.replaceAll(/\$\((list-filter|arrow-swap|circle-slash)\)/g, '')).not.toContain('$(');
    expect(card.match(/https?:/g) ?? []).toHaveLength(label.startsWith('https') ? 2 : 0);
  });
});

describe('logit attribution in the card', () => {
  it('is a column of its own, read along the same pair of tokens in both directions', () => {
    const positions = options.labels.length;
    const data = Float32Array.from({ length: positions ** 2 }, (_, at) => (at % 2 === 0 ? 1 : -1) * (at / 10));
    const attribution = { weights: packTile(data, positions), strongest: null };
    for (const direction of ['from', 'to'] as const) {
      const card = hoverCard(fakeDocumentPass(options), 3, { ...plain, direction, attribution });
      const [heading, , ...rows] = cells(parts(card)[1]!);
      expect(heading![3]).toBe('logit');
      expect(rows).not.toHaveLength(0);
      for (const row of rows) {
        const other = Number(/ (\d+) &nbsp;$/.exec(row[0]!)![1]);
        const [query, key] = direction === 'from' ? [3, other] : [other, 3];
        // A tile keeps 16 bits of the largest value, here 3.5.
        expect(Number(row[3]!.replace('−', '-').replace('&nbsp;', ''))).toBeCloseTo(data[query * positions + key]!, 2);
      }
    }
  });
});

describe('the hover', () => {
  interface Provider {
    provideHover(document: unknown, position: Position): Hover | null;
  }

  function hoverAt(documentPass: DocumentPass | null, offset: number): Hover | null {
    const view = new ViewState();
    registered.hoverProviders.splice(0);
    registerHover({ get: () => documentPass }, { of: () => null }, view);
    const [provider] = registered.hoverProviders as Provider[];
    const { document } = documentPass ?? fakeDocumentPass(options);
    return provider!.provideHover(document, positionIn(document.getText(), offset));
  }

  it('stands over the token under the mouse', () => {
    const hover = hoverAt(fakeDocumentPass(options), 6);
    expect(hover!.range).toEqual({ start: { line: 0, character: 5 }, end: { line: 0, character: 9 } });
    expect(hover!.contents).toHaveLength(1);
    expect(hover!.contents[0]!.value).toContain('token 3');
  });

  it('has a card for each token that shares the character', () => {
    const shared = fakeDocumentPass({
      text: '🙂',
      labels: ['<s>', '<0xF0>', '<0x9F>', '<0x99><0x82>'],
      places: [null, [0, 2], [0, 2], [0, 2]],
    });
    expect(hoverAt(shared, 0)!.contents.map(({ value }) => /token (\d)/.exec(value)?.[1])).toEqual(['1', '2', '3']);
  });

  it('is absent outside the text that was run', () => {
    expect(hoverAt(null, 0)).toBeNull();
    const part = fakeDocumentPass({ ...options, text: `${'x'.repeat(50)}${text}`, start: 50, isWhole: false });
    expect(hoverAt(part, 10)).toBeNull();
  });

  it('trusts the commands of its links and no others', () => {
    const linked = [hoverAt(fakeDocumentPass(options), 6), hoverAt(ablatedPass({ kind: 'loss' }, 0.75), 6)].flatMap(
      hover => commandsIn(hover!.contents[0]!.value),
    );
    const { isTrusted } = hoverAt(fakeDocumentPass(options), 6)!.contents[0]!;
    expect(isTrusted).toEqual({ enabledCommands: expect.arrayContaining(linked) as string[] });
    const { enabledCommands } = isTrusted as { enabledCommands: string[] };
    expect(new Set(enabledCommands)).toEqual(new Set(linked));
  });

  it('draws its bars in the theme’s colour for attention', () => {
    const { colors } = (readJson(inRepository('package.json')) as { contributes: { colors: Color[] } }).contributes;
    const ink = colors.find(({ id }) => id === 'modelCircuits.attentionInk')!.defaults;
    for (const [kind, name] of [
      ['Dark', 'dark'],
      ['Light', 'light'],
      ['HighContrast', 'highContrast'],
      ['HighContrastLight', 'highContrastLight'],
    ] as const) {
      window.activeColorTheme.kind = ColorThemeKind[kind];
      const { value } = hoverAt(fakeDocumentPass(options), 6)!.contents[0]!;
      expect(value).toContain(encodeURIComponent(`fill="${ink[name]}"`));
    }
    window.activeColorTheme.kind = ColorThemeKind.Dark;
  });
});

interface Color {
  readonly id: string;
  readonly defaults: Readonly<Record<'dark' | 'light' | 'highContrast' | 'highContrastLight', string>>;
}
