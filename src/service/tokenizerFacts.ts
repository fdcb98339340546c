import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesOnDisk } from '../disk/nameSources';
import { configFile, runFile } from '../shared/checkpointFiles';
import { checkpointNames } from '../shared/checkpointNames';
import type { ChosenCheckpoint, TokenizerKind } from '../shared/contracts/engineContract';
import { holdsTokenizer } from '../shared/tokenizerFiles';
import { fingerprint, isTokenizerFile, tokenizerIdentity } from './fingerprint';

/** What the facts of a checkpoint say of its tokenizer. */
export interface TokenizerFacts {
  readonly kind: TokenizerKind;
  /** Sentences for the user. */
  readonly remarks: readonly string[];
  /** Why no text can be run; null if one can. */
  readonly problem: string | null;
}

/** A tree of some hundred snapshots is described again whenever a file changes. */
const maxKept = 2000;

/** Larger files are not hashed: reading them takes as long as parsing. */
const maxHashedBytes = 256 * 2 ** 20;

/**
 * Facts of tokenizers, kept by what their files are: to parse a tokenizer.json of 2 MB takes 100 ms, and the snapshots of
 * one run have equal ones.
 */
export class TokenizerFactsCache {
  /** With the name of the checkpoint that remarks speak of: "step-500/tokenizer.json". */
  readonly #kept = new Map<string, { readonly facts: TokenizerFacts; readonly name: string }>();

  /** The facts of a checkpoint's tokenizer, computed unless those of equal files are known. `own`: the kind in the checkpoint. */
  async get(
    chosen: ChosenCheckpoint,
    own: TokenizerKind,
    compute: () => Promise<TokenizerFacts>,
  ): Promise<TokenizerFacts> {
    const name = basename(chosen.path);
    const same = await filesKey(chosen, own);
    const unchanged = this.kept(same, name);
    if (unchanged) return unchanged;
    // To hash the content takes reading it, so that an unchanged checkpoint, which each run loads, does not come here.
    const equal = await contentKey(chosen, own);
    const facts = this.kept(equal, name) ?? (await compute());
    // A problem is looked at again: the machine may have been short of memory or time. So is a missing tokenizer.
    if (facts.problem !== null || facts.kind === 'none') return facts;
    for (const key of [same, equal]) if (key !== null) this.keep(key, { facts, name });
    return facts;
  }

  /** The kept facts of a key, as those of the checkpoint `name`; null if there are none. */
  private kept(key: string | null, name: string): TokenizerFacts | null {
    const known = key === null ? undefined : this.#kept.get(key);
    return known
      ? { ...known.facts, remarks: known.facts.remarks.map(remark => renamed(remark, known.name, name)) }
      : null;
  }

  private keep(key: string, entry: { readonly facts: TokenizerFacts; readonly name: string }): void {
    this.#kept.set(key, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** A remark about a file of one checkpoint, for the equal file of another. */
function renamed(remark: string, from: string, to: string): string {
  return remark.replaceAll(`${from}/`, `${to}/`);
}

/** The identity of the files from which the facts follow; null if they are not known before they are looked for. */
async function filesKey({ path, tokenizer }: ChosenCheckpoint, own: TokenizerKind): Promise<string | null> {
  const checkpoint = await fingerprint(path);
  if (checkpoint === null) return null;
  if (tokenizer !== undefined) return JSON.stringify([checkpoint, tokenizer, await tokenizerIdentity(tokenizer)]);
  if (own !== 'none') return JSON.stringify([checkpoint]);
  const run = await runFolder(path);
  return run === null ? null : JSON.stringify([checkpoint, run, await tokenizerIdentity(run)]);
}

/** The content of the tokenizer and of the config of a folder; null if it is not known before it is looked for. */
async function contentKey({ path, tokenizer }: ChosenCheckpoint, own: TokenizerKind): Promise<string | null> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true;
  const folder = own === 'none' ? await runFolder(path) : path;
  if (tokenizer !== undefined || !isFolder || folder === null) return null;
  const names = (await readdir(folder).catch(() => [])).filter(isTokenizerFile).toSorted();
  const hash = createHash('sha256').update(own === 'none' ? folder : '');
  let total = 0;
  for (const file of [...names.map(name => join(folder, name)), join(path, configFile)]) {
    total += (await stat(file).catch(() => null))?.size ?? 0;
    if (total > maxHashedBytes) return null;
    hash.update(`\n${basename(file)}\n`).update(await readFile(file).catch(() => 'gone'));
  }
  return hash.digest('hex');
}

/** The folder of a checkpoint's run if its tokenizer stands in it. A run.json may name one elsewhere. */
async function runFolder(path: string): Promise<string | null> {
  const [name] = await checkpointNames([path], namesOnDisk);
  const folder = name?.run?.folder ?? null;
  const names = folder === null ? [] : await readdir(folder).catch(() => []);
  return holdsTokenizer(names) && !names.includes(runFile) ? folder : null;
}
