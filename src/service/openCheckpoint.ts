import type { Checkpoint } from '../model/checkpoint';
import { openGguf } from '../model/formats/gguf/openGguf';
import { openHuggingFaceFolder } from '../model/formats/huggingFace/openHuggingFaceFolder';
import { openFile, openFolder } from './fileFolder';

/** The checkpoint at a path: a .gguf file, or a Hugging Face folder. */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  return path.endsWith('.gguf') ? openGguf(await openFile(path)) : openHuggingFaceFolder(await openFolder(path));
}
