// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../command.mjs';
import { repository } from '../repository.mjs';

/**
 * A head with the scores that decide its type.
 * @typedef {{ head: string, type: string | null, prefixMatching: number, previousToken: number, inductionLogit: number }} Head
 */

/** @param {string[]} args of model-circuits @returns {Promise<any>} the JSON that it prints */
async function modelCircuits(args) {
  const program = join(repository, 'dist', 'cli.js');
  return JSON.parse(await runCommand(process.execPath, [program, ...args, '--json']));
}

/** The snapshots of a run, first to last. @param {string} run @returns {Promise<string[]>} */
export async function snapshotsOf(run) {
  const names = await readdir(run);
  return names
    .filter(name => /^step-\d+$/.test(name))
    .toSorted()
    .map(name => join(run, name));
}

/**
 * Scores all heads of a checkpoint, with some heads ablated on request.
 * @param {string} checkpoint
 * @param {readonly string[]} [ablated]
 * @returns {Promise<Head[]>}
 */
export async function headsOf(checkpoint, ablated = []) {
  const recipes = ['prefix_matching', 'previous_token', 'duplicate_token', 'induction_logit'];
  const { scores, types } = await modelCircuits([
    ...['scores', checkpoint, ...recipes.flatMap(name => ['--recipe', name])],
    ...(ablated.length > 0 ? ['--ablate', ablated.join(',')] : []),
  ]);
  /** @type {number[][]} */
  const layers = scores.prefix_matching.score;
  return layers.flatMap((row, layer) =>
    row.map((prefixMatching, head) => ({
      head: `L${layer}H${head}`,
      type: types[layer][head],
      prefixMatching,
      previousToken: scores.previous_token.score[layer][head],
      inductionLogit: scores.induction_logit.score[layer][head],
    })),
  );
}

/** @param {readonly Head[]} heads */
export function largestPrefixMatching(heads) {
  return Math.max(...heads.map(({ prefixMatching }) => prefixMatching));
}

/** @param {readonly Head[]} heads @param {string} type */
export function headsOfType(heads, type) {
  return heads.filter(head => head.type === type).map(({ head }) => head);
}

/**
 * The rise of the loss on the repeated names of a text when heads are ablated, in nats per token: the mean over the tokens
 * of the later occurrences of capitalised words, without the first token of each, which nothing announces.
 * @param {string} checkpoint
 * @param {string} textFile
 * @param {readonly string[]} heads
 */
export async function lossOnRepeatedNames(checkpoint, textFile, heads) {
  const text = await readFile(textFile, 'utf8');
  const clean = await modelCircuits(['run', checkpoint, '--text', textFile]);
  const without = await modelCircuits(['run', checkpoint, '--text', textFile, '--ablate', heads.join(',')]);
  /** @type {{ start: number | null, end: number | null }[]} */
  const tokens = clean.tokens[0];
  const places = repeatedNames(text);
  const differences = tokens.flatMap(({ start, end }, position) => {
    const isInside = places.some(place => start !== null && end !== null && start > place.start && end <= place.end);
    if (!isInside) return [];
    return [without.loss.perToken[0][position - 1] - clean.loss.perToken[0][position - 1]];
  });
  return differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
}

/** @param {string} text */
function repeatedNames(text) {
  /** @type {Set<string>} */
  const seen = new Set();
  return [...text.matchAll(/(?<![.!?"] |^)(?<=[\s"])[A-Z][a-z]{3,}/g)].flatMap(({ 0: name, index }) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    return isRepeated ? [{ start: index, end: index + name.length }] : [];
  });
}
