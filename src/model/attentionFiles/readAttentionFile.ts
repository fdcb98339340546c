import { unsupported } from '../badCheckpoint';
import type { ByteSource } from '../byteSource';
import type { AttentionFile, ReadAttention } from './attentionFile';
import { readAttentionJson } from './attentionJson';
import { readAttentionNpz } from './attentionNpz';
import { readAttentionSafetensors } from './attentionSafetensors';
import { checkedPatterns } from './checkedPatterns';

/** 144 heads of 1,024 tokens have 600 MB as float32. */
const maxBytes = 2 ** 30;

/** The names of files that can be imported. */
const attentionFileExtensions = ['npz', 'safetensors', 'json'];

/**
 * Reads attention from a .npz, .safetensors or .json file: the patterns of one layer [head, query, key], or of several,
 * with the tokens. Rejects with `bad-checkpoint` for a file that does not hold that, and with `unsupported` for what we
 * cannot show: attention to later tokens, files above 1 GB, other kinds of files.
 */
export async function readAttentionFile(file: ByteSource): Promise<AttentionFile> {
  if (file.size > maxBytes)
    throw unsupported(file.name, `is ${file.size} bytes long; at most ${maxBytes} are imported`);
  const start = await file.read(0, Math.min(file.size, 4));
  const read = formOf(file.name, start);
  if (!read) throw unsupported(file.name, `is no ${attentionFileExtensions.map(one => `.${one}`).join(', ')} file`);
  return checkedPatterns(file.name, await read(file));
}

function formOf(name: string, start: Uint8Array): ((file: ByteSource) => Promise<ReadAttention>) | null {
  if (start[0] === 0x50 && start[1] === 0x4b) return readAttentionNpz;
  if (name.toLowerCase().endsWith('.safetensors')) return readAttentionSafetensors;
  return name.toLowerCase().endsWith('.json') ? readAttentionJson : null;
}
