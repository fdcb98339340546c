import { fileFormatOf, type CheckpointFormatName } from '../../shared/checkpointFiles';
import type { ByteSource, CheckpointFolder } from '../byteSource';
import type { Checkpoint } from '../checkpoint';
import { recognisedBytes, type CheckpointFormat } from './checkpointFormat';
import { gguf } from './gguf/openGguf';
import { huggingFace } from './huggingFace/openHuggingFaceFolder';
import { llama2c } from './llama2c/openLlama2c';
import { pytorch } from './pytorch/openPytorchFile';
import { safetensorsFile } from './safetensors/openSafetensorsFile';

/** One reader for each row of names in `shared/checkpointFiles`. */
const formats = { huggingFace, gguf, pytorch, llama2c, safetensors: safetensorsFile } as const satisfies Readonly<
  Record<CheckpointFormatName, CheckpointFormat>
>;

const folderFormats = Object.values(formats).filter(format => format.unit === 'folder');
const fileFormats = Object.values(formats).filter(format => format.unit === 'file');

/**
 * Opens a checkpoint that is one file in `folder`. Its first bytes decide the format, or else its name. Null if neither
 * names a format. Rejects with `bad-checkpoint` and `unsupported`, as `CheckpointFormat` says.
 */
export async function openCheckpointFile(file: ByteSource, folder: CheckpointFolder): Promise<Checkpoint | null> {
  const start = await file.read(0, Math.min(file.size, recognisedBytes));
  const named = fileFormatOf(file.name);
  const format = fileFormats.find(format => format.recognises(start, file.size)) ?? (named && formats[named]);
  return format ? format.open(file, folder) : null;
}

/**
 * Opens the checkpoint in a folder. A folder that no format recognises is opened as Hugging Face's, which says what it
 * lacks.
 */
export async function openCheckpointFolder(folder: CheckpointFolder): Promise<Checkpoint> {
  const format = folderFormats.find(format => format.recognises(folder)) ?? huggingFace;
  return format.open(folder);
}
