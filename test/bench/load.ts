// Measures what loading a checkpoint takes: time, the memory of its weights, and the highest memory while they load, both
// beside what the process takes without them. run.mjs starts it in a new process for each backend.
import { loadModel } from '../../src/engine/loadModel';
import { startBackend } from '../../src/engine/backends/backend';
import { collectGarbage } from '../../src/service/collectGarbage';
import { weightsMemory } from '../../src/service/memoryBudget';
import { openCheckpoint } from '../../src/service/openCheckpoint';
import type { BackendName } from '../../src/shared/contracts/engineContract';

const mega = 2 ** 20;

async function main(backend: BackendName, path: string): Promise<void> {
  const places = { tensorflow: { folders: [], packageBase: process.cwd() }, wasmFolder: `${process.cwd()}/dist` };
  await startBackend(backend, places);
  const before = process.resourceUsage().maxRSS / 1024;
  const start = performance.now();
  const checkpoint = await openCheckpoint(path);
  const { signal } = new AbortController();
  const ignored = (): void => undefined;
  await loadModel(checkpoint, { signal, report: ignored, onTensorBytes: ignored, collectGarbage });
  const milliseconds = performance.now() - start;
  const peakMegabytes = process.resourceUsage().maxRSS / 1024 - before;
  const weightsMegabytes = weightsMemory(checkpoint, backend) / mega;
  process.stdout.write(`${JSON.stringify({ milliseconds, peakMegabytes, weightsMegabytes })}\n`);
}

const [backend = 'wasm', path = ''] = process.argv.slice(2);
void main(backend === 'tensorflow' ? 'tensorflow' : 'wasm', path);
