import { cp, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixture, inRepository } from './fixtures';

/** The bundled demo: five layers of eight heads, with a tokenizer. */
export async function demoAt(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(inRepository('media/demo/stories260K'), folder, { recursive: true });
}

/** A checkpoint whose vocabulary is too small for text, so that it runs on ids alone. */
export async function idsOnlyAt(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of ['config.json', 'model.safetensors']) await cp(fixture('goldens/gpt2', file), join(folder, file));
}

/** A checkpoint whose weights are cut off, as after a broken copy. */
export async function truncatedAt(folder: string): Promise<void> {
  await demoAt(folder);
  await truncate(join(folder, 'model.safetensors'), 100_000);
}

export async function unknownFamilyAt(folder: string): Promise<void> {
  await demoAt(folder);
  await changeConfig(folder, { model_type: 'mystery', architectures: ['MysteryForCausalLM'] });
}

/** A checkpoint whose training diverged. */
export async function nanAt(folder: string): Promise<void> {
  await demoAt(folder);
  const file = join(folder, 'model.safetensors');
  const { header, data } = splitSafetensors(await readFile(file));
  const { data_offsets } = header['model.layers.1.self_attn.q_proj.weight']!;
  data.writeFloatLE(NaN, data_offsets[0]);
  await writeFile(file, joinSafetensors(header, data));
}

/** The demo with its five layers repeated, for a run that takes some time. */
export async function deepAt(folder: string, layers: number): Promise<void> {
  await demoAt(folder);
  await changeConfig(folder, { num_hidden_layers: layers });
  const file = join(folder, 'model.safetensors');
  const { header, data } = splitSafetensors(await readFile(file));
  const deeper = Object.fromEntries(
    Object.entries(header).flatMap(([name, tensor]): [string, StoredTensor][] => {
      const [, layer, rest] = /^model\.layers\.(\d+)\.(.*)$/.exec(name) ?? [];
      if (layer === undefined) return [[name, tensor]];
      const copies = Array.from({ length: layers }, (_, one) => one).filter(one => one % 5 === Number(layer));
      return copies.map(one => [`model.layers.${one}.${rest}`, tensor]);
    }),
  );
  // Each tensor needs bytes of its own.
  let end = 0;
  const parts: Buffer[] = [];
  for (const [name, tensor] of Object.entries(deeper)) {
    const bytes = data.subarray(...tensor.data_offsets);
    deeper[name] = { ...tensor, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
    parts.push(bytes);
  }
  await writeFile(file, joinSafetensors(deeper, Buffer.concat(parts)));
}

export async function deleteFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true });
}

async function changeConfig(folder: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(folder, 'config.json');
  const config: unknown = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...(config as object), ...changes }));
}

interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: [number, number];
}

function splitSafetensors(file: Buffer): { header: Record<string, StoredTensor>; data: Buffer } {
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<string, StoredTensor>;
  delete header.__metadata__;
  return { header, data: file.subarray(8 + length) };
}

function joinSafetensors(header: Readonly<Record<string, StoredTensor>>, data: Buffer): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}
