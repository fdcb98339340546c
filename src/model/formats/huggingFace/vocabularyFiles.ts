import { configFile } from '../../../shared/checkpointFiles';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import { JsonObject, readJsonObject } from '../../jsonFile';
import { parseSentencePieceModel } from '../../tokenizer/sentencePieceModel';
import { sentencePieceTokenizer } from '../../tokenizer/sentencePieceTokenizer';
import type { SettingsFiles } from '../../tokenizer/slowTokenizerSettings';
import type { LibraryTokenizerDefinition, SpecialTokenIds } from '../../tokenizer/tokenizerDefinition';
import { vocabAndMergesTokenizer } from '../../tokenizer/vocabAndMerges';

const modelNames = ['tokenizer.model', 'spiece.model'];
const vocabName = 'vocab.json';
const mergesName = 'merges.txt';

/** GPT-2's merges.txt has 0.5 MB for 50,000 merges. */
const maxMergesBytes = 64 * 2 ** 20;

/** Gemma 3's tokenizer.model has 4.7 MB for 262,144 pieces. */
const maxModelBytes = 64 * 2 ** 20;

/** Forms of tokenizers that we do not read: WordPiece, tiktoken, Mistral's. */
const otherNames = /^(vocab\.(json|txt)|tekken\.json|[^/]+\.tiktoken|tiktoken\.model)$/;

/** What a folder without tokenizer.json has for a tokenizer, in transformers' order. "other" is a form that we do not read. */
export function vocabularyFilesIn({ files }: CheckpointFolder): 'tokenizer.model' | 'vocab.json' | 'other' | null {
  if (modelNames.some(name => files.has(name))) return 'tokenizer.model';
  if (files.has(vocabName) && files.has(mergesName)) return 'vocab.json';
  return [...files].some(name => otherNames.test(name)) ? 'other' : null;
}

/**
 * Reads the tokenizer of a folder for which `vocabularyFilesIn` names a form. Its config.json, if there is one, says the
 * family. Rejects with `bad-checkpoint`, and with `unsupported` for a form or a class that we do not read.
 */
export async function readVocabularyFiles(
  folder: CheckpointFolder,
  modelIds: SpecialTokenIds,
): Promise<LibraryTokenizerDefinition> {
  const files = await readSettingsFiles(folder);
  const config = (await readOptional(folder, configFile)) ?? new JsonObject({}, folder.name);
  const modelName = modelNames.find(name => folder.files.has(name));
  if (modelName !== undefined) {
    const source = await folder.open(modelName);
    const model = parseSentencePieceModel(await readBounded(source, maxModelBytes), source.name);
    return sentencePieceTokenizer({ ...files, model, where: source.name, config }, modelIds);
  }
  if (vocabularyFilesIn(folder) !== 'vocab.json') throw otherVocabularyFiles(folder);
  const vocab = await readJsonObject(await folder.open(vocabName));
  return vocabAndMergesTokenizer({ ...files, vocab, merges: await readText(folder, mergesName), config }, modelIds);
}

function otherVocabularyFiles({ name: folderName, files }: CheckpointFolder): Error {
  const found = [...files].find(name => otherNames.test(name)) ?? '';
  const problem =
    found === vocabName
      ? `has no ${mergesName} beside it`
      : 'is a form of tokenizer that is not read; save it as tokenizer.json with AutoTokenizer.from_pretrained(…).save_pretrained(…)';
  return unsupported(`${folderName}/${found}`, problem);
}

/** The files that say more about a tokenizer of any form. Rejects with `bad-checkpoint`. */
export async function readSettingsFiles(folder: CheckpointFolder): Promise<SettingsFiles> {
  return {
    settings: await readOptional(folder, 'tokenizer_config.json'),
    specialTokens: await readOptional(folder, 'special_tokens_map.json'),
    addedTokens: await readOptional(folder, 'added_tokens.json'),
  };
}

async function readOptional(folder: CheckpointFolder, name: string): Promise<JsonObject | null> {
  return folder.files.has(name) ? readJsonObject(await folder.open(name)) : null;
}

async function readText(folder: CheckpointFolder, name: string): Promise<string> {
  const source = await folder.open(name);
  const bytes = await readBounded(source, maxMergesBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw badCheckpoint(source.name, 'is no UTF-8 text', { cause });
  }
}

async function readBounded(source: ByteSource, max: number): Promise<Uint8Array<ArrayBuffer>> {
  if (source.size > max) throw badCheckpoint(source.name, `is ${source.size} bytes long; at most ${max} are read`);
  return source.read(0, source.size);
}
