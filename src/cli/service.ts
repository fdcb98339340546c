import { join } from 'node:path';
import type { BackendChoice, EngineContract } from '../shared/contracts/engineContract';
import { engineEnvironment } from '../shared/engineEnvironment';
import { memoryPorts } from '../shared/rpc/memoryPort';
import { connect, serve, type Client } from '../shared/rpc/rpc';
import type { TrainingContract } from '../shared/contracts/trainingContract';
import { createEngineService } from '../service/engineService';
import { bundlePlaces } from '../service/backendPaths';
import { createTrainingService } from '../service/trainingService';

/** Results stand beside their checkpoints, but for the bundled ones. */
const storage = { folder: null, untouched: [join(__dirname, '../media')] };

/** The engine's contract in this process, over ports in memory: what the extension talks to, without the fork. */
export function engineInProcess(backend: BackendChoice): Client<EngineContract> {
  const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);
  const [ours, theirs] = memoryPorts();
  serve<EngineContract>(theirs, createEngineService({ backend, places, storage }));
  return connect<EngineContract>(ours);
}

/** The training contract in this process: what the extension gives a process of its own. */
export function trainingInProcess(backend: BackendChoice): Client<TrainingContract> {
  const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);
  const [ours, theirs] = memoryPorts();
  serve<TrainingContract>(theirs, createTrainingService({ backend, places, storage }));
  return connect<TrainingContract>(ours);
}
