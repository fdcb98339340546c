import { lstat, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { FileType, Uri, workspace } from 'vscode';
import { firstBytes } from '../../disk/firstBytes';
import { checkpointsIn, isRun, isSearched } from '../../shared/checkpointFiles';
import { holdsTokenizer } from '../../shared/tokenizerFiles';
import { beginsAsCheckpoint, isUnsure, unsureBytes } from '../../shared/unsureFiles';

/** So many folders are read at once. */
const atOnce = 64;
/** So many subfolders of one folder count as equally near; each further group of them counts as one level deeper. */
const nearSubfolders = 50;

/** Of a folder with more, the first ones are looked into. */
const maxUnsureFiles = 200;

/** What a search found. */
export interface Found {
  readonly checkpoints: Set<string>;
  /** Folders of training runs, also of those without a snapshot so far. */
  readonly runs: Set<string>;
  /** Folders that were reached through a symbolic link, nearest first. */
  readonly linkedFolders: Set<string>;
  /** Folders with a tokenizer. */
  readonly tokenizers: Set<string>;
  /** Where the search began: the folders that the user opened, and the targets of links. By the path that the user sees. */
  readonly roots: Map<string, Root>;
}

interface Root {
  readonly realPath: string;
  readonly isLinked: boolean;
}

/** A search that ended before it had seen every folder. */
export interface SearchCut {
  /** How many folders were searched. */
  readonly searched: number;
  /** How many more folders were known and not searched. They may have further ones inside. */
  readonly left: number;
  /** The first of them. */
  readonly first: string;
}

interface Folder {
  /** The path that the user sees: it goes through the link. */
  readonly path: string;
  readonly realPath: string;
  readonly isLinked: boolean;
}

/** A folder to search, or a link to one, of which nobody knows yet where it leads. */
type Next = Folder | { readonly link: string };

export function nothingFound(): Found {
  return { checkpoints: new Set(), runs: new Set(), linkedFolders: new Set(), tokenizers: new Set(), roots: new Map() };
}

/** Searches folders that the user opened or chose. */
export async function searchRoots(
  paths: readonly string[],
  found: Found,
  maxFolders: number,
): Promise<SearchCut | null> {
  const roots = await Promise.all(paths.map(async path => ({ path, realPath: await realPathOf(path) })));
  const begin = roots.flatMap(({ path, realPath }) => (realPath === null ? [] : [{ path, realPath, isLinked: false }]));
  for (const { path, realPath } of begin) found.roots.set(path, { realPath, isLinked: false });
  return search(begin, found, maxFolders);
}

/** Searches a file, folder or link that appeared, or may have disappeared, inside what was searched before. */
export async function searchAgain(path: string, found: Found, maxFolders: number): Promise<SearchCut | null> {
  for (const root of found.roots.keys()) if (isInside(root, path)) found.roots.delete(root);
  const entry = await lstat(path).catch(() => null);
  if (entry?.isSymbolicLink()) return search([{ link: path }], found, maxFolders);
  const realPath = entry?.isDirectory() ? await realPathOf(path) : null;
  if (realPath === null) return null;
  const isLinked = [...found.roots].some(([root, { isLinked }]) => isLinked && isInside(path, root));
  return search([{ path, realPath, isLinked }], found, maxFolders);
}

/**
 * Searches level by level, so that a folder with thousands of subfolders does not hide what stands beside it. Follows links
 * to folders, but searches no folder twice: neither through two links nor through one that leads back up.
 */
async function search(begin: readonly Next[], found: Found, maxFolders: number): Promise<SearchCut | null> {
  const levels: (Next[] | undefined)[] = [[...begin]];
  let searched = 0;
  for (let level = 0; level < levels.length; level++) {
    const folders = await entered(levels[level] ?? [], found);
    const affordable = folders.slice(0, maxFolders - searched);
    for (let at = 0; at < affordable.length; at += atOnce) {
      const group = affordable.slice(at, at + atOnce);
      const subfolders = await Promise.all(group.map(folder => searchFolder(folder, found)));
      for (const inside of subfolders) {
        inside.forEach((next, i) => (levels[level + 1 + Math.floor(i / nearSubfolders)] ??= []).push(next));
      }
    }
    searched += affordable.length;
    const [first] = folders.slice(affordable.length);
    if (first) {
      const further = levels.slice(level + 1).reduce((sum, next) => sum + (next?.length ?? 0), 0);
      return { searched, left: folders.length - affordable.length + further, first: first.path };
    }
  }
  return null;
}

/** Notes what is in one folder, and returns its subfolders by name. */
async function searchFolder({ path, realPath, isLinked }: Folder, found: Found): Promise<Next[]> {
  const entries = await listFolder(path);
  for (const checkpoint of await checkpointsAmong(path, entries)) found.checkpoints.add(checkpoint);
  if (isRun(entries.map(([name]) => name))) found.runs.add(path);
  if (isLinked) found.linkedFolders.add(path);
  if (holdsTokenizer(entries.map(([name]) => name))) found.tokenizers.add(path);
  return entries
    .filter(([name, type]) => isFolder(type) && isSearched(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) =>
      isLink(type) ? { link: join(path, name) } : { path: join(path, name), realPath: join(realPath, name), isLinked },
    );
}

/** The folders to search among these: without what is searched in another place. */
async function entered(next: readonly Next[], { roots }: Found): Promise<Folder[]> {
  const targets = await Promise.all(next.map(async one => ('link' in one ? realPathOf(one.link) : null)));
  const folders: Folder[] = [];
  // One after the other: of two links to one folder, the first is followed.
  next.forEach((one, i) => {
    if ('path' in one) {
      const isElsewhere = [...roots].some(([path, root]) => root.realPath === one.realPath && path !== one.path);
      if (!isElsewhere) folders.push(one);
      return;
    }
    const realPath = targets[i];
    if (!realPath || !isFollowed(realPath, [...roots.values()])) return;
    roots.set(one.link, { realPath, isLinked: true });
    folders.push({ path: one.link, realPath, isLinked: true });
  });
  return folders;
}

/**
 * Whether a link to this folder is followed: not if the folder is found without the link, and not if it is above a folder that
 * the user opened, because the link would then lead through everything else that is there.
 */
function isFollowed(target: string, roots: readonly Root[]): boolean {
  return roots.every(({ realPath, isLinked }) => {
    const isFound = isInside(target, realPath) && relative(realPath, target).split(sep).every(isSearchedPart);
    const isAbove = !isLinked && isInside(realPath, target);
    return !isFound && !isAbove;
  });
}

function isSearchedPart(name: string): boolean {
  return name === '' || isSearched(name);
}

/** The entries of a folder; none if it was deleted meanwhile, or we may not read it. */
export async function listFolder(path: string): Promise<[string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(Uri.file(path));
  } catch {
    return [];
  }
}

/** The checkpoints in one folder, not below it. Looks into a file if its name does not say enough. */
export async function checkpointsAmong(folder: string, entries: readonly [string, FileType][]): Promise<string[]> {
  // A link that leads nowhere counts as a file.
  const files = entries.flatMap(([name, type]) => (isFolder(type) ? [] : [name]));
  const unsure = files.filter(isUnsure).slice(0, maxUnsureFiles);
  const checkpoints = await Promise.all(
    unsure.map(async name => beginsAsCheckpoint(name, await firstBytes(join(folder, name), unsureBytes))),
  );
  return [...checkpointsIn(folder, files), ...unsure.filter((_, i) => checkpoints[i]).map(name => join(folder, name))];
}

/** `FileType` is a set of bits: a link to a folder is a link and a folder. */
function isFolder(type: FileType): boolean {
  return (type & FileType.Directory) !== 0;
}

function isLink(type: FileType): boolean {
  return (type & FileType.SymbolicLink) !== 0;
}

/** Null for a path that is not there. */
async function realPathOf(path: string): Promise<string | null> {
  return realpath(path).catch(() => null);
}

export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'));
}
