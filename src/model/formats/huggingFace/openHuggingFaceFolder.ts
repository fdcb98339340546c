import { configFile } from '../../../shared/checkpointFiles';
import type { TokenizerKind } from '../../../shared/contracts/engineContract';
import { architectureOf } from '../../architecture/registry';
import type { CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { maxConfigBytes, readJsonObject } from '../../jsonFile';
import { matchedModel } from '../../matchTensors';
import { refuseQuantizedConfig } from '../../specialWeights';
import type { FolderFormat } from '../checkpointFormat';
import { withoutConfig, withoutWeights } from './missingFiles';
import { hasWeights, readTensorIndex } from './tensorIndex';
import { readVocabularyFiles, vocabularyFilesIn } from './vocabularyFiles';
import { byteDefinition } from '../../tokenizer/byteTokenizer';
import type { TokenizerDefinition } from '../../tokenizer/tokenizerDefinition';
import { tokenizerJsonDefinition } from '../../tokenizer/tokenizerJson';
import type { TransformerConfig } from '../../transformerConfig';

const tokenizerFileName = 'tokenizer.json';
const tokenizerConfigName = 'tokenizer_config.json';

/**
 * A folder as `save_pretrained` writes it: config.json, weights of safetensors or torch in one file or in shards, and
 * perhaps a tokenizer. The snapshots of our training are such folders too; their config names the family "hooked_transformer".
 */
export const huggingFace: FolderFormat = {
  unit: 'folder',
  recognises: ({ files }) => files.has(configFile),
  open: openHuggingFaceFolder,
};

/**
 * Reads config.json and the tensor headers of a Hugging Face folder. Checks that every weight is there with the right
 * shape and a dtype that we read, and that there is no unknown tensor.
 *
 * Rejects with `bad-checkpoint` for what is wrong with the files and with `unsupported` for what we cannot compute.
 */
export async function openHuggingFaceFolder(folder: CheckpointFolder): Promise<Checkpoint> {
  if (!folder.files.has(configFile)) throw withoutConfig(folder);
  const configJson = await readJsonObject(await folder.open(configFile), maxConfigBytes);
  refuseQuantizedConfig(configJson);
  const architecture = architectureOf(configJson);
  if (!hasWeights(folder)) throw withoutWeights(folder);
  const model = await matchedModel(architecture, configJson, await readTensorIndex(folder));
  return {
    name: folder.name,
    storedConfig: configJson.fields,
    ...model,
    tokenizerKind: tokenizerKind(folder, model.config),
    readTokenizer: () => readTokenizer(folder, model.config),
  };
}

function tokenizerKind(folder: CheckpointFolder, { dVocab }: TransformerConfig): TokenizerKind {
  if (folder.files.has(tokenizerFileName)) return 'tokenizer.json';
  const vocabularyFiles = vocabularyFilesIn(folder);
  if (vocabularyFiles) return vocabularyFiles;
  return dVocab >= 256 ? 'bytes' : 'none';
}

async function readTokenizer(folder: CheckpointFolder, config: TransformerConfig): Promise<TokenizerDefinition | null> {
  switch (tokenizerKind(folder, config)) {
    case 'tokenizer.json': {
      const json = await readJsonObject(await folder.open(tokenizerFileName));
      const hasSettings = folder.files.has(tokenizerConfigName);
      const settings = hasSettings ? await readJsonObject(await folder.open(tokenizerConfigName)) : null;
      return tokenizerJsonDefinition(json, settings, config);
    }
    case 'tokenizer.model':
    case 'vocab.json':
    case 'other':
      return readVocabularyFiles(folder, config);
    case 'bytes':
      return byteDefinition(folder.name, config);
    case 'tokenizer.bin':
    case 'gguf':
    case 'none':
      return null;
  }
}
