import { architectureOf } from '../../architecture/registry';
import { badCheckpoint } from '../../badCheckpoint';
import type { ByteSource, CheckpointFolder } from '../../byteSource';
import type { Checkpoint } from '../../checkpoint';
import { floatFormats, type WeightFormat } from '../../dtype';
import { JsonObject } from '../../jsonFile';
import { matchedModel } from '../../matchTensors';
import type { StoredTensor } from '../../storedTensor';
import type { FileFormat } from '../checkpointFormat';
import { llama2cTokenizerBeside } from './llama2cTokenizerBeside';
import { llama2cLayout, llama2cStart, readLlama2cHeader, type Llama2cSpan } from './llama2cFile';
import { headWidth, llamaConfig, llamaTensors } from './llama2cNames';

/** A Llama as llama2.c exports it (export.py, versions 0 to 2). Header and size of the file have to agree. */
export const llama2c: FileFormat = {
  unit: 'file',
  recognises(start, size) {
    const header = readLlama2cHeader(start);
    return header !== null && llama2cLayout(header).byteLength === size;
  },
  open: openLlama2c,
};

/**
 * Opens a file from its header, with the tokenizer beside it. Rejects with `bad-checkpoint` for one whose length is not what
 * its header says.
 */
export async function openLlama2c(source: ByteSource, folder: CheckpointFolder): Promise<Checkpoint> {
  const header = readLlama2cHeader(await source.read(0, Math.min(source.size, llama2cStart)));
  if (!header)
    throw badCheckpoint(source.name, 'is no model of torch, GGUF or llama2.c: its first bytes are none of theirs');
  const { spans, byteLength } = llama2cLayout(header);
  if (byteLength !== source.size) {
    throw badCheckpoint(
      source.name,
      `is ${source.size} bytes long, but a model of llama2.c with its header has ${byteLength}; ` +
        'it is truncated, or no such model',
    );
  }
  const fields = llamaConfig(header);
  const config = new JsonObject(fields, `${source.name} (header)`);
  const stored = new Map(spans.map(span => [span.name, storedTensor(span, source, header.groupSize)]));
  const tensors = llamaTensors(stored, headWidth(header, source.name));
  return {
    name: source.name,
    storedConfig: fields,
    ...(await matchedModel(architectureOf(config), config, tensors)),
    ...llama2cTokenizerBeside(folder, header.dVocab),
  };
}

function storedTensor(span: Llama2cSpan, source: ByteSource, groupSize: number): StoredTensor {
  const { name, shape, offset, byteLength, scales } = span;
  if (!scales)
    return { name, dtype: 'F32', format: floatFormats.get('F32') ?? null, shape, source, offset, byteLength };
  const joined: ByteSource = {
    name: source.name,
    size: byteLength + scales.byteLength,
    read: async (from, length) => joinedBytes(source, span, from, length),
  };
  const format = scaledBytes(byteLength, groupSize);
  return { name, dtype: 'Q8_0', format, shape, source: joined, offset: 0, byteLength: joined.size };
}

/** Bytes `from` … `from + length − 1` of a tensor's int8 and scales, one after the other. */
async function joinedBytes(
  source: ByteSource,
  { offset, byteLength, scales }: Llama2cSpan,
  from: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const inFirst = Math.max(0, Math.min(length, byteLength - from));
  const bytes = new Uint8Array(length);
  if (inFirst > 0) bytes.set(await source.read(offset + from, inFirst));
  const start = (scales?.offset ?? 0) + Math.max(0, from - byteLength);
  if (inFirst < length) bytes.set(await source.read(start, length - inFirst), inFirst);
  return bytes;
}

/** `count` int8 and then a float32 scale for each group of them: scale · q. */
function scaledBytes(count: number, groupSize: number): WeightFormat {
  return {
    name: 'Q8_0',
    weightsPerBlock: count,
    bytesPerBlock: count + 4 * (count / groupSize),
    decode(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const weights = new Float32Array(count);
      for (let i = 0; i < count; i++) {
        weights[i] = view.getInt8(i) * view.getFloat32(count + 4 * Math.floor(i / groupSize), true);
      }
      return weights;
    },
  };
}
