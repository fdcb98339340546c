import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import { placeTokens, readSlowTokenizerSettings, type SettingsFiles } from './slowTokenizerSettings';
import type { LibraryTokenizerDefinition, SpecialTokenIds } from './tokenizerDefinition';
import { classOfFamily } from './transformersTokenizer';

/** How a class of transformers 5 tokenizes with vocab.json and merges.txt. */
interface TokenizerClass {
  readonly normalizer: object | null;
  preTokenizer(addsPrefixSpace: boolean): object;
  /** Its special tokens where the files name none. */
  readonly defaults: Readonly<Record<string, string>>;
}

const byteLevel = (addsPrefixSpace: boolean, useRegex = true): object => ({
  type: 'ByteLevel',
  add_prefix_space: addsPrefixSpace,
  trim_offsets: true,
  use_regex: useRegex,
});

const sequence = (...pretokenizers: object[]): object => ({ type: 'Sequence', pretokenizers });

const qwen2Pattern = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

const endOfText = '<|endoftext|>';
const gpt2Defaults = { bos_token: endOfText, eos_token: endOfText, unk_token: endOfText };

const gpt2: TokenizerClass = { normalizer: null, preTokenizer: byteLevel, defaults: gpt2Defaults };

/** transformers 5, models/…/tokenization_….py. */
const classes: ReadonlyMap<string, TokenizerClass> = new Map([
  ['GPT2Tokenizer', gpt2],
  ['CodeGenTokenizer', gpt2],
  [
    'GPTNeoXTokenizer',
    { normalizer: { type: 'NFC' }, preTokenizer: byteLevel, defaults: { ...gpt2Defaults, pad_token: '<|padding|>' } },
  ],
  [
    'Qwen2Tokenizer',
    {
      normalizer: { type: 'NFC' },
      preTokenizer: addsPrefixSpace =>
        sequence(
          { type: 'Split', pattern: { Regex: qwen2Pattern }, behavior: 'Isolated', invert: false },
          byteLevel(addsPrefixSpace, false),
        ),
      defaults: { eos_token: endOfText, unk_token: endOfText, pad_token: endOfText },
    },
  ],
  [
    'CohereTokenizer',
    {
      normalizer: { type: 'NFC' },
      preTokenizer: addsPrefixSpace =>
        sequence({ type: 'Digits', individual_digits: true }, byteLevel(addsPrefixSpace)),
      defaults: {
        bos_token: '<BOS_TOKEN>',
        eos_token: '<|END_OF_TURN_TOKEN|>',
        unk_token: '<UNK>',
        sep_token: '<SEP>',
        pad_token: '<PAD>',
        cls_token: '<CLS>',
        mask_token: '<MASK_TOKEN>',
      },
    },
  ],
]);

export interface VocabAndMerges extends SettingsFiles {
  /** vocab.json */
  readonly vocab: JsonObject;
  /** The text of merges.txt. */
  readonly merges: string;
  /** config.json, which says the family and perhaps the tokenizer's class. */
  readonly config: JsonObject;
}

/**
 * The tokenizer of a folder with vocab.json and merges.txt, as transformers 5 builds it for the class that
 * tokenizer_config.json or config.json names, or else for the family. Throws `bad-checkpoint`, and `unsupported` for a class
 * that we do not know.
 */
export function vocabAndMergesTokenizer(files: VocabAndMerges, modelIds: SpecialTokenIds): LibraryTokenizerDefinition {
  const { vocab, merges, settings } = files;
  const kind = classOf(files);
  const idOf = new Map(Object.entries(vocab.fields).map(([token, id]) => [token, checkedId(vocab, token, id)]));
  const own = readSlowTokenizerSettings(files, kind.defaults);
  const { tokens, surrounding } = placeTokens(own, token => idOf.get(token), idOf.size, settings, modelIds);
  return {
    kind: 'library',
    where: vocab.where,
    json: {
      added_tokens: tokens,
      normalizer: kind.normalizer,
      pre_tokenizer: kind.preTokenizer(settings?.boolean('add_prefix_space', false) ?? false),
      post_processor: null,
      decoder: byteLevel(false),
      model: {
        type: 'BPE',
        unk_token: null,
        continuing_subword_prefix: '',
        end_of_word_suffix: '',
        fuse_unk: false,
        byte_fallback: false,
        vocab: vocab.fields,
        merges: readMerges(merges, vocab.where.replace('vocab.json', 'merges.txt')),
      },
    },
    surrounding,
    unusedIds: new Set(),
    remarks: [],
  };
}

function classOf({ vocab, settings, config }: VocabAndMerges): TokenizerClass {
  const family = config.string('model_type', '');
  const stated = settings?.string('tokenizer_class', null) ?? config.string('tokenizer_class', null);
  // Qwen2's published tokenizer_config.json files name wrong classes, says transformers.
  const name = family === 'qwen2' || stated === null ? classOfFamily.get(family) : stated.replace(/Fast$/, '');
  const kind = classes.get(name ?? '');
  if (kind) return kind;
  const known = [...classes.keys()].join(', ');
  throw unsupported(
    vocab.where,
    stated === null
      ? `how vocab.json and merges.txt split text is not known for the family ${showValue(family)}; name one of ${known} as "tokenizer_class" in tokenizer_config.json`
      : `the tokenizer class is ${showValue(stated)}; supported with vocab.json and merges.txt: ${known}`,
  );
}

function checkedId(vocab: JsonObject, token: string, id: unknown): number {
  if (typeof id === 'number' && Number.isInteger(id) && id >= 0) return id;
  throw badCheckpoint(vocab.where, `token ${showValue(token)} has the impossible id ${showValue(id)}`);
}

/** One merge a line, two tokens with a space between them. The library skips lines that begin with "#version". */
function readMerges(text: string, where: string): [string, string][] {
  const merges: [string, string][] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line === '' || line.startsWith('#version')) return;
    const [left, right, ...more] = line.split(' ');
    if (!left || !right || more.length > 0) {
      throw badCheckpoint(
        where,
        `line ${index + 1} is ${showValue(line)}, expected two tokens with a space between them`,
      );
    }
    merges.push([left, right]);
  });
  return merges;
}
