/** How a byte-pair vocabulary cuts text before it merges, by llama.cpp's name for it (`tokenizer.ggml.pre`). */
export interface PreTokenizerRule {
  /** A component of a Hugging Face tokenizer.json. */
  readonly normalizer: object | null;
  /** A component of a Hugging Face tokenizer.json. */
  readonly preTokenizer: object | null;
  /** Whether a whole word in the vocabulary is a token, whatever the merges say. */
  readonly ignoresMerges: boolean;
  /** Whether a start token comes first if the file does not say. */
  readonly addsBos: boolean;
  /** False if tokens are written as SentencePiece writes them: ▁ for a space, <0xE2> for a byte. */
  readonly isByteLevel: boolean;
}

const isolated = (regex: string): object => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: 'Isolated',
  invert: false,
});

const byteLevel = (useRegex: boolean): object => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: useRegex,
});

/** Cuts by one regular expression after another. */
const splits = (...regexes: string[]): object => ({
  type: 'Sequence',
  pretokenizers: [...regexes.map(isolated), byteLevel(false)],
});

const contraction = `(?i:'s|'t|'re|'ve|'m|'ll|'d)`;
const letters = String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`;
const symbols = String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`;
const symbolsAndSlashes = String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`;
const spaces = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;

/** Words with their capitals in front. `without` takes characters out of the classes, `end` may follow a word. */
function casedWords(end = '', without = ''): string {
  const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}${without}]`;
  const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}${without}]`;
  const start = String.raw`[^\r\n\p{L}\p{N}]?`;
  return `${start}${upper}*${lower}+${end}|${start}${upper}+${lower}*${end}`;
}

const gpt2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const llama3 = String.raw`${contraction}|${letters}|\p{N}{1,3}|${symbols}|${spaces}`;
const qwen2 = String.raw`${contraction}|${letters}|\p{N}|${symbols}|${spaces}`;
const gpt4o = String.raw`${casedWords(`${contraction}?`)}|\p{N}{1,3}|${symbolsAndSlashes}|${spaces}`;
const bloom = ' ?[^(\\s|[.,!?…。，、।۔،])]+';

const hanAndKana = '[一-龥\u3040-ゟ゠-ヿ]+';
const hanAndHangul = '[一-龥\u0800-一가-\ud7ff]+';
const deepseekWords = String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${'`'}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+`;
const deepseekV3 = String.raw`${deepseekWords}| ?[\p{P}\p{S}]+[\r\n]*|${spaces}`;

/** The letters with a case, as DeepSeek LLM's tokenizer lists them. */
const deepseekLetters =
  'A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝ' +
  'Ὗ-\u1f7dᾀ-ᾴᾶ-ᾼ\u1fbeῂ-ῄῆ-ῌῐ-\u1fd3ῖ-\u1fdbῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤ\u2126ℨ\u212a-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳ' +
  'Ꙁ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃';

/** Groups of three digits, counted from the right. */
const digitGroups = String.raw`\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N}))`;
const asianScripts =
  '[一-\u9fff㐀-\u4dbf\uf900-\ufaff\u3040-ゟ゠-ヿ･-ﾟ\u2f00-\u2fdfเ-\u0e7f\u0e80-\u0effក-\u17ffက-႟' +
  'ꩠ-\uaa7fꧠ-\ua9ff가-\ud7afᄀ-ᇿ]+';

const digits = (each: boolean): object => ({ type: 'Digits', individual_digits: each });
const digitsThenWords = { type: 'Sequence', pretokenizers: [digits(true), byteLevel(true)] };
const falcon = {
  type: 'Sequence',
  pretokenizers: [
    { type: 'Punctuation', behavior: 'Contiguous' },
    byteLevel(true),
    digits(false),
    isolated('[0-9][0-9][0-9]'),
  ],
};
const chameleon = splits(
  '<sentinel:[0-9]+>',
  '(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z',
  String.raw`([\t\n]|    |  )`,
  String.raw`\p{N}`,
  '[\\p{P}!-/:-@\\[-`{-~]',
  gpt2,
);

const nfc = { type: 'NFC' };
const escapedSpaces = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };

/** Names, the pre-tokenizer, and in what it differs from the common case. */
const rows: readonly (readonly [names: string, preTokenizer: object | null, options?: Partial<PreTokenizerRule>])[] = [
  [
    'gpt-2 phi-2 roberta-bpe jina-v1-en jina-v2-code jina-v2-es jina-v2-de jina-es jina-de modern-bert',
    byteLevel(true),
  ],
  ['gigachat a.x-4.0 mellum exaone4 jais trillion granite-docling', byteLevel(true)],
  // transformers, GPTNeoXTokenizer.
  ['mpt olmo', byteLevel(true), { normalizer: nfc }],
  ['smollm starcoder refact codeshell exaone minerva-7b mellum2', digitsThenWords],
  // transformers, CohereTokenizer.
  ['command-r', digitsThenWords, { normalizer: nfc }],
  ['falcon', falcon],
  ['default', splits('[\\p{P}\\$\\+<=>\\^~\\|]+', gpt2, '\\p{N}+', '[0-9][0-9][0-9]')],
  ['chameleon', chameleon, { addsBos: true }],

  [
    'llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano',
    splits(llama3),
    { ignoresMerges: true, addsBos: true },
  ],
  ['dbrx smaug-bpe chatglm-bpe glm4', splits(llama3)],
  [
    'minicpm5',
    splits('\\p{N}{1,3}', String.raw`${contraction}|${letters}|\p{N}+|${symbols}|${spaces}`),
    { ignoresMerges: true },
  ],
  [
    'jais-2',
    splits(
      String.raw`${contraction}|${letters}|\p{N}{1,3}|${symbols}|\s*[\r\n]+|` +
        ['512', '256', '128', '64', '32', '16', '8', '4', '1,2'].map(count => `\\s{${count}}(?!\\S)|`).join('') +
        '\\s{1}',
    ),
  ],

  // transformers, Qwen2Tokenizer and Qwen3_5Tokenizer.
  ['qwen2', splits(qwen2), { normalizer: nfc }],
  [
    'qwen35',
    splits(String.raw`${contraction}|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|${spaces}`),
    { normalizer: nfc },
  ],
  ['deepseek-r1-qwen kormo f2llmv2 megrez stablelm2 hunyuan solar-open grok-2', splits(qwen2)],
  ['ufakzeka', splits(String.raw`${letters}|\p{N}|${symbols}|${spaces}`)],
  ['laguna', splits('[^\\n]+|[\\n]+', qwen2)],
  ['seed-coder', splits(String.raw`${contraction}|${letters}|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|${spaces}`)],
  [
    'bailingmoe bailingmoe2 llada-moe',
    splits(
      String.raw`'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`,
    ),
  ],
  [
    'exaone-moe',
    splits(
      String.raw`${contraction}|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?` +
        String.raw`|\s*[\r\n]|\s+(?!\S)|\s+`,
    ),
  ],

  ['gpt-4o llama4 kanana2 talkie minimax-m2', splits(gpt4o)],
  ['granite-embed-multi-97m', splits(gpt4o), { ignoresMerges: true }],
  ['tiny_aya cohere2moe', splits(String.raw`\d{1,3}(?=(?:\d{3})*\b)`, gpt4o)],
  [
    'tekken',
    splits(String.raw`${casedWords()}|\p{N}|${symbolsAndSlashes}|${spaces}`),
    { ignoresMerges: true, addsBos: true },
  ],
  [
    'youtu',
    splits(
      '[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-〿︰-﹏]+|[ㄅ-ㄯ]+|[一-龥\u3040-ゟ゠-ヿ]+',
      String.raw`${casedWords(`${contraction}?`)}|\p{N}|${symbolsAndSlashes}|${spaces}`,
    ),
    { ignoresMerges: true },
  ],
  // The model's own tokenization_kimi.py.
  [
    'kimi-k2',
    splits(String.raw`[\p{Han}]+|${casedWords(`${contraction}?`, '&&[^\\p{Han}]')}|\p{N}{1,3}|${symbols}|${spaces}`),
  ],

  ['deepseek-v3 hunyuan-dense joyai-llm hy_v4', splits('\\p{N}{1,3}', hanAndKana, deepseekV3)],
  [
    'spark2_5',
    splits('\\p{N}{1,3}', hanAndKana, String.raw`${deepseekWords}| ?[\p{P}\p{S}]+|[\r\n]|\s+(?!\S)|\s+`, '\\p{N}'),
  ],
  ['afmoe', splits(digitGroups, asianScripts, deepseekV3)],
  [
    'deepseek-llm',
    splits(
      '[\\r\\n]',
      `\\s?[${deepseekLetters}]+`,
      '\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+',
      '\\s+$',
      hanAndHangul,
      '\\p{N}+',
    ),
  ],
  ['deepseek-coder', splits('[\\r\\n]', '\\s?\\p{L}+', '\\s?\\p{P}+', hanAndHangul, '\\p{N}')],
  ['superbpe', splits('\\p{N}+', '(?=(\\d{3})+(?!\\d))')],
  ['bloom poro-chat gpt3-finnish', splits(bloom)],
  ['viking', splits(bloom, '\\p{N}')],

  ['gemma4 granite-embed-multi-311m', null, { normalizer: escapedSpaces, addsBos: true, isByteLevel: false }],
  ['sarvam-moe', null, { normalizer: escapedSpaces, isByteLevel: false }],
];

/**
 * The names that llama.cpp knows (llama-vocab.cpp, `llama_vocab::impl::load`), each with what the tokenizer.json of its
 * models says as far as that is published, else with llama.cpp's regular expressions, which it applies one after another.
 * The two differ for a few characters, since llama.cpp's library has no Unicode classes.
 */
export const preTokenizerRules: ReadonlyMap<string, PreTokenizerRule> = new Map(
  rows.flatMap(([names, preTokenizer, options]) => {
    const common = { normalizer: null, ignoresMerges: false, addsBos: false, isByteLevel: true };
    return names.split(' ').map(name => [name, { ...common, ...options, preTokenizer }]);
  }),
);
