// Measures one training step of a small model (2 layers, attention only, d_model 64, 4 heads, rows of 64 tokens,
// vocabulary 64, 32 rows): the median over some steps, after five steps to warm up. run.mjs starts this.
import { startBackend } from '../../src/engine/backends/backend';
import type { BackendName } from '../../src/shared/contracts/engineContract';
import { openDataSet } from '../../src/training/data/openDataSet';
import { initialWeights } from '../../src/training/initialWeights';
import { planModel } from '../../src/training/modelSetup';
import { readSetup } from '../../src/training/readSetup';
import { initialState, Training } from '../../src/training/training';

async function main(backend: BackendName, steps: number): Promise<void> {
  const wasmFolder = `${process.cwd()}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`;
  await startBackend(backend, { tensorflow: { folders: [], packageBase: process.cwd() }, wasmFolder });
  const setup = readSetup(
    {
      name: 'bench',
      data: { kind: 'repeat', vocabulary: 63 },
      model: { n_layers: 2, n_heads: 4, d_model: 64, d_head: 16, n_ctx: 64 },
      ...{ rowLength: 64, batch: 32, steps, snapshots: { kind: 'linear', every: steps } },
    },
    'bench',
  );
  const data = await openDataSet(setup);
  const plan = planModel(setup.model, data, 'bench');
  const training = new Training(plan, setup, initialState(plan, initialWeights(plan, 0)));
  const milliseconds: number[] = [];
  for (let step = 1; step <= 5 + steps; step++) {
    const start = performance.now();
    await training.update(data.trainingRows(step));
    if (step > 5) milliseconds.push(performance.now() - start);
  }
  const median = milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)];
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ milliseconds: median, peakMegabytes }));
}

const [backend = 'wasm', steps = '20'] = process.argv.slice(2);
void main(backend as BackendName, Number(steps));
