import { configFile } from '../../../shared/checkpointFiles';
import { architectureOf } from '../../architecture/registry';
import type { CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { maxConfigBytes, readJsonObject } from '../../jsonFile';
import { matchedModel } from '../../matchTensors';
import { refuseQuantizedConfig } from '../../specialWeights';
import type { FolderFormat } from '../checkpointFormat';
import { folderTokenizerKind, readFolderTokenizer } from './folderTokenizer';
import { adapterRemark, withoutConfig, withoutWeights } from './missingFiles';
import { hasWeights, readTensorIndex } from './tensorIndex';

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
 * shape and a dtype that we read, and that there is no unknown tensor on which a logit may depend.
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
  const adapter = adapterRemark(folder);
  return {
    name: folder.name,
    storedConfig: configJson.fields,
    ...model,
    remarks: [...model.remarks, ...(adapter === null ? [] : [adapter])],
    tokenizerKind: folderTokenizerKind(folder),
    readTokenizer: () => readFolderTokenizer(folder, model.config),
  };
}
