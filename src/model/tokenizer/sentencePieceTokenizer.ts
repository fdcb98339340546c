import { unsupported } from '../badCheckpoint';
import type { JsonObject } from '../jsonFile';
import { showValue } from '../showValue';
import { addedTokens, unusedIds, type Piece } from './pieces';
import { sentencePieceJson, type SentencePieceUse } from './sentencePieceJson';
import type { SentencePieceModel } from './sentencePieceModel';
import {
  placeTokens,
  readSlowTokenizerSettings,
  type SettingsFiles,
  type SlowTokenizerSettings,
} from './slowTokenizerSettings';
import type { LibraryTokenizerDefinition, SpecialTokenIds } from './tokenizerDefinition';

export interface SentencePieceFiles extends SettingsFiles {
  /** tokenizer.model or spiece.model */
  readonly model: SentencePieceModel;
  /** The name of that file, for messages. */
  readonly where: string;
  /** config.json, which says the family and perhaps the tokenizer's class. */
  readonly config: JsonObject;
}

/**
 * The tokenizer of a folder with a SentencePiece model and no tokenizer.json. It gives SentencePiece's own ids, as transformers
 * 5 does for families without a class of their own (`_convert_from_sentencepiece`). Its LlamaTokenizer and GemmaTokenizer
 * order merges by id, so that runs of spaces become other tokens than those with which the models were trained; we do not
 * follow it there.
 *
 * Throws `unsupported` for classes that give pieces other ids.
 */
export function sentencePieceTokenizer(
  files: SentencePieceFiles,
  modelIds: SpecialTokenIds,
): LibraryTokenizerDefinition {
  const { model, where, settings } = files;
  const tokenizerClass = classOf(files);
  const own = readSlowTokenizerSettings(files, namesIn(model));
  const pieces = renamedPieces(model.pieces, own);
  const idOf = new Map(pieces.map(({ text }, id) => [text, id]));
  const { tokens, surrounding } = placeTokens(own, text => idOf.get(text), idOf.size, settings, modelIds);
  const prefix = prefixOf(model, settings);
  // Found in the raw text, so that each part between them gets its own space in front.
  const stated = tokens.map(token => (prefix === 'never' ? token : { ...token, normalized: false }));
  const names = new Set(stated.map(token => token.content));
  const control = addedTokens(pieces, model.unknownId).filter(token => token.special && !names.has(token.content));
  return {
    kind: 'library',
    where,
    json: {
      ...sentencePieceJson({ ...model, pieces }, { prefix, userDefined: 'after' }, where),
      added_tokens: [...stated, ...control],
    },
    surrounding,
    unusedIds: unusedIds(pieces, model.unknownId),
    remarks: disagreeing.includes(tokenizerClass ?? '')
      ? [
          `${where}: tokenized as SentencePiece does; transformers 5's ${tokenizerClass} gives other tokens for spaces in front and runs of spaces.`,
        ]
      : [],
  };
}

const disagreeing = ['LlamaTokenizer', 'GemmaTokenizer'];
const classes = [...disagreeing, 'PreTrainedTokenizer', 'TokenizersBackend'];

/** Families for which transformers does not believe the class that their files name (tokenization_auto.py). */
const familiesWithoutClass = ['mistral', 'phi3', 'internlm2', 'minicpm3', 'nemotron'];

/** The class of transformers that reads the files, null for none of its own. */
function classOf({ where, config, settings }: SentencePieceFiles): string | null {
  const stated = settings?.string('tokenizer_class', null) ?? config.string('tokenizer_class', null);
  if (stated === null || familiesWithoutClass.includes(config.string('model_type', ''))) return null;
  const name = classes.find(one => one === stated.replace(/Fast$/, ''));
  if (name !== undefined) return name;
  throw unsupported(
    where,
    `the tokenizer class is ${showValue(stated)}; supported with a SentencePiece model: ${classes.join(', ')}`,
  );
}

function prefixOf(model: SentencePieceModel, settings: JsonObject | null): SentencePieceUse['prefix'] {
  if (!model.addsDummyPrefix || settings?.boolean('add_prefix_space', true) === false) return 'never';
  return settings?.boolean('legacy', true) === false ? 'first' : 'sentencePiece';
}

/** The special tokens that the model itself names. */
function namesIn({ pieces, bosId, eosId, unknownId }: SentencePieceModel): Record<string, string> {
  const ids = { bos_token: bosId, eos_token: eosId, unk_token: unknownId };
  const names = Object.entries(ids).map(([key, id]) => [key, id === null ? undefined : pieces[id]?.text] as const);
  return Object.fromEntries(names.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Pieces under the names that the files state for their ids, unless another piece has that name. */
function renamedPieces(pieces: readonly Piece[], { added }: SlowTokenizerSettings): readonly Piece[] {
  const names = new Map(added.flatMap(one => (one.statedId === null ? [] : [[one.statedId, one.token.content]])));
  if (names.size === 0) return pieces;
  const kept = new Set(pieces.flatMap(({ text }, id) => (names.has(id) ? [] : [text])));
  return pieces.map((piece, id) => {
    const name = names.get(id);
    return name === undefined || kept.has(name) ? piece : { ...piece, text: name };
  });
}
