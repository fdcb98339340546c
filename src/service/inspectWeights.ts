import type { ByteSource } from '../model/byteSource';
import { listWeights } from '../model/formats/weightsListing';
import type { MetadataEntry, WeightsFile } from '../shared/weightsFile';
import { openFile } from './fileFolder';

/** Longer values are cut: a chat template has thousands of characters. */
const maxValueLength = 400;

/** What the header of a file of weights says. Rejects with `bad-checkpoint` and `unsupported`. */
export async function inspectWeights(path: string): Promise<WeightsFile> {
  const file: ByteSource = await openFile(path);
  const { format, metadata, tensors } = await listWeights(file);
  return {
    format,
    bytes: file.size,
    metadata: Object.entries(metadata).map(([key, value]): MetadataEntry => ({ key, value: shownValue(value) })),
    tensors: tensors.map(({ name, dtype, shape, byteLength }) => ({ name, dtype, shape, bytes: byteLength })),
  };
}

function shownValue(value: unknown): string {
  if (Array.isArray(value) && value.length > 16) {
    const first = value
      .slice(0, 4)
      .map(item => JSON.stringify(item))
      .join(', ');
    return cut(`${value.length.toLocaleString('en')} values: ${first}, …`);
  }
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}
