import { configFile } from '../../../shared/checkpointFiles';
import { architectureOf } from '../../architecture/registry';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { JsonObject, maxConfigBytes, readJsonObject } from '../../jsonFile';
import { matchedModel } from '../../matchTensors';
import type { FileFormat } from '../checkpointFormat';
import { findStateDict } from './stateDict';
import { storedTensors } from './storedTensors';
import { openTorchFile, startsLikeTorch } from './torchFile';
import { tokenizerBeside } from './tokenizerBeside';
import { nameModel } from './torchModels';

/** What `torch.save` wrote: .pt and .pth, the weights alone, beside other things, or a module as a whole. */
export const pytorch: FileFormat = { unit: 'file', recognises: startsLikeTorch, open: openPytorchFile };

/**
 * Opens a file of torch from its pickle; no code in it runs and no numbers are read. The model's config comes from the file,
 * or else from the config.json beside it.
 *
 * Rejects with `bad-checkpoint` for a damaged file, and with `unsupported` for one that holds no model, or nothing that
 * says which.
 */
export async function openPytorchFile(source: ByteSource, folder: CheckpointFolder): Promise<Checkpoint> {
  const file = await openTorchFile(source);
  const saved = findStateDict(file.root, source.name);
  const tensors = new Map((await storedTensors(source, file, saved.tensors)).map(tensor => [tensor.name, tensor]));
  const hasConfig = folder.files.has(configFile);
  const configBeside = hasConfig ? await readJsonObject(await folder.open(configFile), maxConfigBytes) : null;
  const named = nameModel({ where: source.name, saved, tensors, configBeside });
  const config = new JsonObject(named.config, named.configFrom);
  const model = await matchedModel(architectureOf(config), config, named.tensors);
  return {
    name: source.name,
    storedConfig: named.config,
    ...model,
    remarks: [...saved.remarks, ...named.remarks, ...model.remarks],
    ...tokenizerBeside(folder, model.config),
  };
}
