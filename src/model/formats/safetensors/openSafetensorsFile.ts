import { configFile, weightsFile } from '../../../shared/checkpointFiles';
import { badCheckpoint } from '../../badCheckpoint';
import type { FileFormat } from '../checkpointFormat';
import { openHuggingFaceFolder } from '../huggingFace/openHuggingFaceFolder';

/**
 * A safetensors file under any name, with config.json and perhaps a tokenizer beside it: "weights.safetensors", or a series
 * of snapshots that share one config.
 */
export const safetensorsFile: FileFormat = {
  unit: 'file',
  // Eight bytes with the length of the header, then the header: a JSON object.
  recognises: start => start.length > 8 && start[8] === 0x7b && start[6] === 0 && start[7] === 0,
  async open(file, folder) {
    if (isShard(file.name)) {
      throw badCheckpoint(file.name, 'is a part of the weights; open its folder, which has all of them');
    }
    if (!folder.files.has(configFile)) {
      throw badCheckpoint(
        file.name,
        `has no ${configFile} beside it, which says what model the tensors are of; copy it there`,
      );
    }
    const checkpoint = await openHuggingFaceFolder({
      name: folder.name,
      files: new Set([...folder.files, weightsFile]),
      open: name => (name === weightsFile ? Promise.resolve(file) : folder.open(name)),
    });
    return { ...checkpoint, name: file.name };
  },
};

/** "model-00001-of-00005.safetensors", but not the only one of one. */
function isShard(name: string): boolean {
  return /-\d+-of-(?!0*1\.)\d+\.safetensors$/.test(name);
}
