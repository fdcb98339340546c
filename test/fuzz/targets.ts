import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededChooser, type Chooser } from '../support/random';
import { damagedBytes, joined } from './damage';
import { damagedJson } from './damageJson';
import { hostilePickle } from './hostilePickle';
import { storedZip, zipBomb } from './hostileZip';

/** A file that exists only as far as it is read: `head`, and then `filling` again and again. */
export interface LargeFile {
  readonly size: number;
  readonly head: Uint8Array;
  readonly filling: Uint8Array;
}

/** The files of one folder by name. */
export type Files = Readonly<Record<string, Uint8Array | LargeFile>>;

/** One input of a reader. */
export interface FuzzInput {
  readonly files: Files;
  /** The file that is opened; null for the folder. */
  readonly file: string | null;
  /** Whether the file is attention to import, and no checkpoint. */
  readonly isAttention?: true;
}

/** A reader, by the files that it reads. */
export interface FuzzTarget {
  readonly name: string;
  make(choose: Chooser): FuzzInput;
}

/** The root of the repository, in which the bundle and the tests run. */
const repository = process.cwd();
const fixtures = join(repository, 'test/fixtures');
const demo = join(repository, 'media/demo/stories260K');

function filesIn(folder: string): Readonly<Record<string, Uint8Array>> {
  const names = readdirSync(folder, { withFileTypes: true }).filter(
    entry => entry.isFile() && entry.name !== 'golden.safetensors',
  );
  return Object.fromEntries(names.map(({ name }) => [name, Uint8Array.from(readFileSync(join(folder, name)))]));
}

type Damage = (bytes: Uint8Array, choose: Chooser) => Uint8Array;

/** Damages the files whose names match in one of several folders. */
function inFolders(name: string, folders: readonly string[], damaged: RegExp, damage: Damage): FuzzTarget {
  const bases = folders.filter(folder => existsSync(folder)).map(filesIn);
  return {
    name,
    make(choose) {
      const files = choose.of(bases);
      const file = choose.of(Object.keys(files).filter(one => damaged.test(one)));
      return { files: { ...files, [file]: damage(files[file] ?? new Uint8Array(), choose) }, file: null };
    },
  };
}

/** Damages one of several files, each of which is a checkpoint. */
function asFiles(name: string, paths: readonly string[], damage: Damage): FuzzTarget {
  const bases = paths.map(path => [path.split('/').at(-1) ?? '', Uint8Array.from(readFileSync(path))] as const);
  return {
    name,
    make(choose) {
      const [file, bytes] = choose.of(bases);
      return { files: { [file]: damage(bytes, choose) }, file };
    },
  };
}

/** All files below a folder of the fixtures with one of these endings. */
function found(folder: string, ...endings: readonly string[]): string[] {
  const all = readdirSync(join(fixtures, folder), { withFileTypes: true, recursive: true });
  return all
    .filter(entry => entry.isFile() && endings.some(ending => entry.name.endsWith(ending)))
    .map(entry => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Damages the header as JSON and writes its length, or lies about it; else damages the whole file as bytes. */
function damagedSafetensors(bytes: Uint8Array, choose: Chooser): Uint8Array {
  if (choose.below(3) === 0) return damagedBytes(bytes, choose);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = damagedJson(bytes.subarray(8, 8 + length), choose);
  const data = bytes.subarray(8 + length);
  const file = new Uint8Array(8 + header.length + data.length);
  const claimed =
    choose.below(8) === 0 ? choose.of([0, 1, header.length - 1, header.length + 1, 2 ** 40]) : header.length;
  new DataView(file.buffer).setBigUint64(0, BigInt(Math.max(0, claimed)), true);
  file.set(header, 8);
  file.set(data, 8 + header.length);
  return file;
}

const goldens = ['gpt2', 'llama', 'gpt_neox', 'hub_llama_bf16_sharded'].map(name => join(fixtures, 'goldens', name));
const cases = (...names: readonly string[]): string[] => names.map(name => join(fixtures, 'cases', name));
const tokenizers = cases(
  ...['normaliser-that-shortens/strip', 'normaliser-that-shortens/replace', 'split-behaviours/removed'],
  ...['start-token-template-or-flag/template', 'digits-that-are-no-0-to-9/model'],
);

/** Files of torch with a random pickle in place of the model's. */
const pickles: FuzzTarget = {
  name: 'pickle',
  make(choose) {
    const pickle = hostilePickle(choose);
    const zip = storedZip({
      'model/data.pkl': pickle,
      'model/version': Uint8Array.of(0x33, 0x0a),
      'model/data/0': new Uint8Array(64),
    });
    return choose.below(4) === 0
      ? { files: { 'model.pt': pickle }, file: 'model.pt' }
      : { files: { 'model.pt': zip }, file: 'model.pt' };
  },
};

const largeBases = [join(fixtures, 'goldens/gpt2'), demo].map(filesIn);

/** Files of many megabytes, up to a terabyte, of which most is one pattern. */
const large: FuzzTarget = {
  name: 'large files',
  make(choose) {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const size = choose.of([2 ** 20, 15 * 2 ** 20, 63 * 2 ** 20, 90_000_000, 2 ** 32, 2 ** 40]) - choose.below(9);
    const filling = bytes(
      choose.of(['[', '[1],', '{},', '{"a":', '"a",', '"a":1,', '1,', ' ', 'a', '\u0000', '\u00ff']),
    );
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(choose.of([size - 8, 99_000_000, size - 1000])), true);
    const file = (head: Uint8Array): LargeFile => ({ size, head, filling });
    const base = choose.of(largeBases);
    const json = bytes(choose.of(['', '{"a":[', '{', '{"weight_map":{', '{"model":{"vocab":[']));
    switch (choose.below(6)) {
      case 0:
        return { files: { ...base, 'config.json': file(json) }, file: null };
      case 1:
        return { files: { ...base, 'model.safetensors': file(joined(length, json)) }, file: null };
      case 2:
        return { files: { ...base, 'tokenizer.json': file(json), 'tokenizer_config.json': file(json) }, file: null };
      case 3: {
        const rest = Object.entries(base).filter(([name]) => name !== 'model.safetensors');
        return { files: { ...Object.fromEntries(rest), 'model.safetensors.index.json': file(json) }, file: null };
      }
      case 4: {
        const counts = Uint8Array.from({ length: 24 }, () => (choose.below(3) === 0 ? choose.below(256) : 0));
        return {
          files: { 'model.gguf': file(joined(bytes('GGUF'), Uint8Array.of(3, 0, 0, 0), counts)) },
          file: 'model.gguf',
        };
      }
      default:
        return {
          files: { 'model.pt': file(joined(bytes(choose.of(['PK\u0003\u0004', '\u0080\u0002', ''])), json)) },
          file: 'model.pt',
        };
    }
  },
};

/** A checkpoint beside which a damaged vocabulary stands. */
function vocabularies(): FuzzTarget {
  const config = filesIn(join(fixtures, 'cases/vocab-and-merges-only/model'));
  const bases = join(repository, 'test/fuzz/bases');
  const sentencePiece = filesIn(bases);
  const llama2c = filesIn(join(fixtures, 'pytorch/models/llama2c'));
  const withoutTokenizer = Object.fromEntries(
    Object.entries(filesIn(demo)).filter(([name]) => !name.startsWith('tokenizer')),
  );
  return {
    name: 'vocabularies',
    make(choose) {
      switch (choose.below(3)) {
        case 0: {
          const file = choose.of(['vocab.json', 'merges.txt']);
          const damage = file === 'vocab.json' ? damagedJson : damagedBytes;
          return { files: { ...config, [file]: damage(config[file] ?? new Uint8Array(), choose) }, file: null };
        }
        case 1: {
          const file = choose.of(Object.keys(sentencePiece));
          const damaged = damagedBytes(sentencePiece[file] ?? new Uint8Array(), choose);
          return { files: { ...withoutTokenizer, [file]: damaged }, file: null };
        }
        default:
          return { files: { ...llama2c, 'tokenizer.bin': damagedBytes(tokenizerBin, choose) }, file: 'model.bin' };
      }
    },
  };
}

/** A tokenizer.bin of llama2.c with 400 pieces: the largest length, then score, length and bytes of each. */
const tokenizerBin = joined(
  Uint8Array.of(6, 0, 0, 0),
  ...Array.from({ length: 400 }, (_, i) => {
    const text = new TextEncoder().encode(i < 3 ? ['<unk>', '<s>', '</s>'][i] : `t${i}`);
    const piece = new DataView(new ArrayBuffer(8));
    piece.setFloat32(0, -i, true);
    piece.setInt32(4, text.length, true);
    return joined(new Uint8Array(piece.buffer), text);
  }),
);

/** Attention to import. */
function attention(): FuzzTarget {
  const bases = Object.entries(filesIn(join(fixtures, 'attention'))).filter(([name]) => !name.endsWith('.py'));
  return {
    name: 'attention',
    make(choose) {
      if (choose.below(500) === 0)
        return { files: { 'bomb.npz': zipBomb('attention.npy', 900) }, file: 'bomb.npz', isAttention: true };
      const [file, bytes] = choose.of(bases);
      const damage = file.endsWith('.json') ? damagedJson : file.endsWith('.npz') ? damagedBytes : damagedSafetensors;
      return { files: { [file]: damage(bytes, choose) }, file, isAttention: true };
    },
  };
}

export const targets: readonly FuzzTarget[] = [
  large,
  inFolders('safetensors', goldens, /\.safetensors$/, damagedSafetensors),
  inFolders(
    'config',
    [
      ...goldens,
      demo,
      ...readdirSync(join(fixtures, 'goldens'))
        .map(name => join(fixtures, 'goldens', name))
        .filter(folder => existsSync(join(folder, 'config.json'))),
    ],
    /^config\.json$/,
    damagedJson,
  ),
  inFolders('index', goldens.slice(-1), /index\.json$/, damagedJson),
  asFiles('gguf', found('cases', '.gguf'), damagedBytes),
  asFiles('pytorch', found('pytorch', '.pt', 'pytorch_model.bin'), damagedBytes),
  pickles,
  asFiles(
    'llama2c',
    found('pytorch/models', 'model.bin', 'model.v1.bin').filter(path => path.includes('llama2c')),
    damagedBytes,
  ),
  inFolders('tokenizer.json', [demo, ...tokenizers], /^tokenizer\.json$/, damagedJson),
  vocabularies(),
  attention(),
  inFolders('tokenizer_config', cases('start-token-template-or-flag/flag'), /^tokenizer_config\.json$/, damagedJson),
];

/** The input of a reader with this seed, the same on every machine. */
export function fuzzInput(target: FuzzTarget, seed: number): FuzzInput {
  return target.make(seededChooser(seed));
}
