import { runFile } from './checkpointFiles';
import { folderAndName, joinedPath } from './diskPath';
import { revisionOf, shortHash, type Revision } from './huggingFaceCache';
import { isGeneric, isGenericFile, numberedName, plainSeries, type NumberedName } from './numberedNames';
import { blobDigest, modelDigest, tagOf } from './ollamaStore';
import { isRecord } from './parsedValues';

/** What a checkpoint is called, and which run it is a snapshot of. */
export interface CheckpointName {
  /** In a list: "step-000350", "gpt2", "EleutherAI/pythia-70m@main", "llama3.2:1b". */
  readonly name: string;
  /** By itself, with its run: "run/step-000350". */
  readonly title: string;
  /** Null for a checkpoint that is no snapshot. */
  readonly run: RunName | null;
  /** Orders the snapshots of a run; null: it comes after those that have a number. */
  readonly order: number | null;
  /** The training step; null if nothing says it. */
  readonly step: number | null;
}

export interface RunName {
  /** Differs from that of every other run. */
  readonly key: string;
  readonly name: string;
  readonly folder: string;
}

/** Reads what names depend on. Neither method rejects. */
export interface NameSources {
  /** The names of the entries of a folder; empty if it cannot be read. */
  list(folder: string): Promise<readonly string[]>;
  /** The beginning of a file as text; null if it cannot be read. */
  readStart(file: string): Promise<string | null>;
}

/** A cache or a store with more entries is read up to this number. */
const maxEntries = 3000;

/** The name of a checkpoint by its path alone, until `checkpointNames` has read the rest. */
export function nameByPath(path: string): CheckpointName {
  const { folder, name } = folderAndName(path);
  const own = numberedName(name);
  if (own && own.counts !== 'unknown') return snapshot(name, runIn(folder, own), own.number, stepIn(own));
  const revision = revisionOf(path);
  if (revision)
    return single([`${revision.name}@${shortHash(revision.hash)}`, revision.inside].filter(Boolean).join('/'));
  const digest = blobDigest(name);
  if (digest !== null) return single(shortDigest(digest));
  return single(isGenericFile(name) ? `${tellingFolder(folder)}/${name}` : name);
}

/**
 * The names of checkpoints, in order:
 * - run.json beside a snapshot names its run ("name") and may give the steps of snapshots ("steps": {"final": 2000});
 * - revisions in a Hugging Face cache (`models--org--name/snapshots/HASH`) are called by what `refs/` calls them;
 * - a blob of Ollama (`blobs/sha256-…`) is called as the manifest that lists it;
 * - numbers in names of folders and files; files without a word for the number are snapshots if there are several of a series;
 * - `global_step` in the trainer_state.json of Hugging Face's Trainer.
 */
export async function checkpointNames(paths: readonly string[], sources: NameSources): Promise<CheckpointName[]> {
  const reader = new NameReader(sources);
  return Promise.all(paths.map(path => reader.name(path)));
}

class NameReader {
  readonly #lists = new Map<string, Promise<readonly string[]>>();
  readonly #runFiles = new Map<string, Promise<RunFile | null>>();
  readonly #refs = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
  readonly #tags = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(private readonly sources: NameSources) {}

  async name(path: string): Promise<CheckpointName> {
    const { folder, name } = folderAndName(path);
    const runFileHere = await this.runFile(folder);
    const given = runFileHere?.steps.get(name);
    if (given !== undefined) return snapshot(name, await this.run(folder, runFileHere, null), given, given);

    const revision = revisionOf(path);
    if (revision?.inside === '') return this.revision(revision);
    const digest = blobDigest(name);
    if (digest !== null) return this.blob(folder, digest);

    const own = numberedName(name);
    if (own && (own.counts !== 'unknown' || (await this.isSeries(folder, own.series)))) {
      const step = own.counts === 'epochs' ? await this.trainerStep(path) : stepIn(own);
      return snapshot(name, await this.run(folder, runFileHere, own), own.number, step);
    }
    const around = await this.insideSnapshot(path);
    if (around) return around;
    const trained = await this.trainerStep(path);
    if (trained !== null && (runFileHere || (await this.holdsSnapshots(folder)))) {
      return snapshot(name, await this.run(folder, runFileHere, null), trained, trained);
    }
    if (revision) return single(`${await this.revisionTitle(revision)}/${revision.inside}`, trained);
    // "ckpt.pt" and "weights.safetensors" say less than the folder.
    return single(isGenericFile(name) ? `${tellingFolder(folder)}/${name}` : name, trained);
  }

  /** A checkpoint in the folder of a snapshot: "step-100/model.pt". */
  private async insideSnapshot(path: string): Promise<CheckpointName | null> {
    const { folder, name } = folderAndName(path);
    const outer = folderAndName(folder);
    const number = numberedName(outer.name);
    if (!number || number.counts === 'unknown') return null;
    const runFileHere = await this.runFile(outer.folder);
    const run = await this.run(outer.folder, runFileHere, number);
    const own = isGeneric(name) ? run : { ...run, key: `${run.key}\n${name}`, name: `${run.name}/${name}` };
    return snapshot(`${outer.name}/${name}`, own, number.number, stepIn(number));
  }

  private async run(folder: string, file: RunFile | null, number: NumberedName | null): Promise<RunName> {
    if (file) return { key: folder, folder, name: file.name ?? (await this.folderTitle(folder)) };
    const run = runIn(folder, number);
    return number !== null && number.stem !== null ? run : { ...run, name: await this.folderTitle(folder) };
  }

  private async folderTitle(folder: string): Promise<string> {
    const revision = revisionOf(folder);
    return revision?.inside === '' ? this.revisionTitle(revision) : tellingFolder(folder);
  }

  private async isSeries(folder: string, series: string): Promise<boolean> {
    return (await this.list(folder)).filter(name => numberedName(name)?.series === series).length > 1;
  }

  private async holdsSnapshots(folder: string): Promise<boolean> {
    return (await this.list(folder)).some(name => {
      const number = numberedName(name);
      return number !== null && number.counts !== 'unknown';
    });
  }

  private async revision(revision: Revision): Promise<CheckpointName> {
    const refs = await this.refs(revision.repository);
    const title = await this.revisionTitle(revision);
    const isRun = [...refs.values()].flat().some(ref => orderOfRef(ref) !== null);
    if (!isRun) return single(title);
    const ref = bestRef(refs.get(revision.hash) ?? []);
    const order = ref === null ? null : orderOfRef(ref);
    const run = { key: revision.repository, folder: revision.repository, name: revision.name };
    return { name: ref ?? shortHash(revision.hash), title, run, order, step: order };
  }

  /** "EleutherAI/pythia-70m@step1000" */
  private async revisionTitle({ repository, hash, name }: Revision): Promise<string> {
    const refs = await this.refs(repository);
    return `${name}@${bestRef(refs.get(hash) ?? []) ?? shortHash(hash)}`;
  }

  private async blob(folder: string, digest: string): Promise<CheckpointName> {
    const store = folderAndName(folder).folder;
    const tags = await once(this.#tags, store, () => this.readTags(joinedPath(store, 'manifests')));
    return single(tags.get(digest) ?? shortDigest(digest));
  }

  private async trainerStep(path: string): Promise<number | null> {
    const state = await this.sources.readStart(joinedPath(path, 'trainer_state.json'));
    const step = /"global_step":\s*(\d{1,15})\b/.exec(state ?? '')?.[1];
    return step === undefined ? null : Number(step);
  }

  private list(folder: string): Promise<readonly string[]> {
    return once(this.#lists, folder, () => this.sources.list(folder));
  }

  private runFile(folder: string): Promise<RunFile | null> {
    return once(this.#runFiles, folder, async () =>
      readRunFile(await this.sources.readStart(joinedPath(folder, runFile))),
    );
  }

  /** The refs of each commit in a Hugging Face cache: "main", "step1000", "refs/pr/1". */
  private refs(repository: string): Promise<ReadonlyMap<string, readonly string[]>> {
    return once(this.#refs, repository, async () => {
      const refs = new Map<string, string[]>();
      await this.readFiles(joinedPath(repository, 'refs'), (ref, text) => {
        const hash = text.trim();
        refs.set(hash, [...(refs.get(hash) ?? []), ref]);
      });
      return refs;
    });
  }

  /** The tag of each model in an Ollama store, "llama3.2:1b", by the digest of its weights. */
  private async readTags(manifests: string): Promise<ReadonlyMap<string, string>> {
    const tags = new Map<string, string>();
    await this.readFiles(manifests, (path, text) => {
      const digest = modelDigest(text);
      if (digest !== null && !tags.has(digest)) tags.set(digest, tagOf(path));
    });
    return tags;
  }

  /** Calls `read` with each file below a folder, by its path inside. */
  private async readFiles(folder: string, read: (path: string, text: string) => void): Promise<void> {
    const open = [...(await this.sources.list(folder))];
    for (let at = 0; at < Math.min(open.length, maxEntries); at++) {
      const path = open[at] ?? '';
      const file = path.split('/').reduce(joinedPath, folder);
      const text = await this.sources.readStart(file);
      if (text !== null) read(path, text);
      else if (path.split('/').length < 5) {
        open.push(...(await this.sources.list(file)).map(name => `${path}/${name}`));
      }
    }
  }
}

interface RunFile {
  readonly name: string | null;
  /** Steps of snapshots by the names of their folders or files. */
  readonly steps: ReadonlyMap<string, number>;
}

function readRunFile(text: string | null): RunFile | null {
  try {
    const run: unknown = JSON.parse(text ?? '');
    if (!isRecord(run)) return null;
    const name = typeof run.name === 'string' ? run.name.replaceAll(/\s+/g, ' ').trim().slice(0, 200) : '';
    const steps = Object.entries(isRecord(run.steps) ? run.steps : {}).filter(
      (entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && Number(entry[1]) >= 0,
    );
    return { name: name || null, steps: new Map(steps) };
  } catch {
    return null;
  }
}

/** Of several refs to one commit, the one that says most: a step before a branch. */
function bestRef(refs: readonly string[]): string | null {
  const rank = (ref: string): number => (orderOfRef(ref) !== null ? 0 : ref === 'main' ? 1 : 2);
  return refs.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? null;
}

function orderOfRef(ref: string): number | null {
  const number = numberedName(ref);
  return number?.counts === 'steps' ? number.number : null;
}

function single(name: string, step: number | null = null): CheckpointName {
  return { name, title: name, run: null, order: null, step };
}

function snapshot(name: string, run: RunName, order: number, step: number | null): CheckpointName {
  return { name, title: `${run.name}/${name}`, run, order, step };
}

function runIn(folder: string, number: NumberedName | null): RunName {
  const series = number?.series ?? plainSeries;
  const key = series === plainSeries ? folder : `${folder}\n${series}`;
  return { key, folder, name: number?.stem ?? tellingFolder(folder) };
}

function stepIn({ number, counts }: NumberedName): number | null {
  // TransformerLens's own models count tokens in the names of snapshots if the number is above 10⁹.
  return counts === 'epochs' || (counts === 'unknown' && number > 1e9) ? null : number;
}

function shortDigest(digest: string): string {
  return `sha256-${digest.slice(0, 12)}`;
}

/** The name of a folder, or of the one around it if it is only called "checkpoints". */
function tellingFolder(path: string): string {
  const { folder, name } = folderAndName(path);
  return (isGeneric(name) && folderAndName(folder).name) || name || path;
}

function once<Value>(known: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
