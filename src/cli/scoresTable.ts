import type { BackendInfo, CheckpointFacts } from '../shared/contracts/engineContract';
import { formatHead } from '../shared/heads';
import type { HeadType } from '../shared/headTypes';
import { recipeNames } from '../shared/recipes/registry';
import { isRefused, type ScoreSet } from '../shared/scores';

const shownHeads = 20;

/** Prints the heads with the highest first score as a table, with standard errors, chance and types. */
export function printScoresTable(
  checkpoint: string,
  { architecture, nLayers: layers, nHeads: heads }: CheckpointFacts,
  backend: BackendInfo,
  { scores, seed, startTokenId }: ScoreSet,
  types: readonly (HeadType | null)[] | null,
): void {
  const columns = recipeNames.flatMap(name => {
    const one = scores[name];
    return one && !isRefused(one) ? [{ name, ...one }] : [];
  });
  const rows = seed === null ? 'given rows' : `rows of seed ${seed}`;
  const start = startTokenId === null ? 'no start token' : `start token ${startTokenId}`;
  const lines = [
    `${checkpoint}: ${architecture}, ${layers} layers × ${heads} heads, ${backend.name} ${backend.version}, ${rows}, ${start}`,
    '',
    ['head   ', ...columns.map(({ name }) => name.padStart(width(name))), 'type'].join('  '),
    ['chance ', ...columns.map(({ name, chance }) => cell(chance, width(name)))].join('  '),
  ];
  const [first] = columns;
  const order = Array.from({ length: layers * heads }, (_, head) => head).toSorted(
    (a, b) => (first?.score.data[b] ?? 0) - (first?.score.data[a] ?? 0) || a - b,
  );
  for (const head of order.slice(0, shownHeads)) {
    const label = formatHead({ layer: Math.floor(head / heads), head: head % heads }).padEnd(7);
    const cells = columns.map(({ name, score, error }) =>
      `${cell(score.data[head] ?? NaN, 7)} ±${(error.data[head] ?? NaN).toFixed(3)}`.padStart(width(name)),
    );
    lines.push([label, ...cells, types?.[head] ?? ''].join('  ').trimEnd());
  }
  if (order.length > shownHeads) lines.push(`… and ${order.length - shownHeads} more`);
  for (const name of recipeNames) {
    const one = scores[name];
    if (one && isRefused(one)) lines.push('', `${name}: refused, ${one.refused}`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The width of a column: 14 for a score and its error ("-0.123 ±0.012"), or more for a longer name. */
function width(name: string): number {
  return Math.max(14, name.length);
}

function cell(value: number | null, length: number): string {
  return (value === null ? '–' : value.toFixed(3)).padStart(length);
}
