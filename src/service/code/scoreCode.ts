import type { ScoreCodeParams } from '../../shared/contracts/engineContract';
import { AppError } from '../../shared/errors';
import { formatHead } from '../../shared/heads';
import { recipes } from '../../shared/recipes/registry';
import { lengthBefore, type ScoreRows } from '../../shared/recipes/rows';
import { isRefused, type ScoreSet } from '../../shared/scores';
import { modelCheckCode, modelCode } from './modelCode';

/**
 * Python that computes one head's score with TransformerLens 2. It contains the rows that our score was computed on. Throws
 * `bad-input` if the recipe's rows were refused.
 */
export function scoreCode({ loaded, set, recipe, head }: ScoreCodeParams): string {
  const rows = set.sequences[recipes[recipe].rows];
  if (isRefused(rows)) throw new AppError('bad-input', rows.refused);
  const held = set.scores[recipe];
  const own = held && !isRefused(held) ? held : null;
  const at = head.layer * loaded.facts.nHeads + head.head;
  const score = own?.score.data[at] ?? NaN;
  const error = own?.error.data[at] ?? NaN;
  const { version, hooks, python } = recipes[recipe];
  const names = [...hooks.map(name => `f"blocks.{LAYER}.${name}"`), '"ln_final.hook_scale"'];
  return `# ${recipe} (version ${version}) of ${formatHead(head)} in ${JSON.stringify(loaded.checkpoint.path)}
# Model Circuits: ${score.toFixed(6)}, standard error ${error.toFixed(6)}
import torch
${modelCode(loaded)}
LAYER, HEAD = ${head.layer}, ${head.head}

${rowsCode(rows, set)}
T = rows.shape[1]

with torch.no_grad():
${modelCheckCode(loaded)}    _, cache = model.run_with_cache(rows, names_filter=[${names.join(', ')}])
${python}
value = values.double().mean().item()
error = (values.double().std() / len(values) ** 0.5).item()
print(f"${recipe} of L{LAYER}H{HEAD}: {value:.6f}, standard error {error:.6f}")
`;
}

/** Each row is the start token, if there is one, and a segment of ids that is repeated. */
function rowsCode(rows: ScoreRows, { seed }: ScoreSet): string {
  const { segment, repeats, ids } = rows;
  const [count = 0, positions = 0] = ids.shape;
  const start = lengthBefore(rows);
  const segments = Array.from({ length: count }, (_, row) =>
    ids.data.subarray(row * positions + start, row * positions + start + segment).join(', '),
  );
  const drawn = seed === null ? 'given' : `random ids, without replacement within a row, seed ${seed}`;
  return `# Rows: ${start === 1 ? 'the start token, then ' : ''}${repeats === 1 ? 'a segment' : `a segment ${repeats} times`} (${drawn}).
START = [${start === 1 ? String(ids.data[0] ?? 0) : ''}]
SEGMENTS = [
${segments.map(one => `    [${one}],`).join('\n')}
]
rows = torch.tensor([START + segment * ${repeats} for segment in SEGMENTS])  # [row, position]
p0, s = len(START), ${segment}`;
}
