import { configFile } from '../../../shared/checkpointFiles';
import type { TokenizerKind } from '../../../shared/contracts/engineContract';
import type { CheckpointFolder } from '../../byteSource';
import { maxConfigBytes, readJsonObject } from '../../jsonFile';
import type { LibraryTokenizerDefinition, SpecialTokenIds } from '../../tokenizer/tokenizerDefinition';
import { tokenizerJsonDefinition } from '../../tokenizer/tokenizerJson';
import { readSettingsFiles, readVocabularyFiles, vocabularyFilesIn } from './vocabularyFiles';

const tokenizerFileName = 'tokenizer.json';

/** What the files of a folder hold for a tokenizer. */
export function folderTokenizerKind(folder: CheckpointFolder): TokenizerKind {
  return folder.files.has(tokenizerFileName) ? 'tokenizer.json' : (vocabularyFilesIn(folder) ?? 'none');
}

/** The tokenizer in a folder; null if it has none. Rejects with `bad-checkpoint` and `unsupported`. */
export async function readFolderTokenizer(
  folder: CheckpointFolder,
  modelIds: SpecialTokenIds,
): Promise<LibraryTokenizerDefinition | null> {
  const kind = folderTokenizerKind(folder);
  if (kind === 'none') return null;
  if (kind !== 'tokenizer.json') return readVocabularyFiles(folder, modelIds);
  const json = await readJsonObject(await folder.open(tokenizerFileName));
  const files = await readSettingsFiles(folder);
  const hasConfig = folder.files.has(configFile);
  const config = hasConfig ? await readJsonObject(await folder.open(configFile), maxConfigBytes) : null;
  return tokenizerJsonDefinition(json, files, modelIds, config);
}
