import { join } from 'node:path';
import type { BackendChoice, EngineContract } from '../shared/contracts/engineContract';
import { engineEnvironment } from '../shared/engineEnvironment';
import { memoryPorts } from '../shared/rpc/memoryPort';
import { connect, serve, type Client } from '../shared/rpc/rpc';
import type { TrainingContract } from '../shared/contracts/trainingContract';
import { createEngineService } from '../service/engineService';
import { bundlePlaces, tokenizerModule } from '../service/backendPaths';
import { createTrainingService } from '../service/trainingService';

/** Results are stored beside their checkpoints, except beside the bundled demo, which an update replaces. */
const storage = { folder: null, untouched: [join(__dirname, '../media')] };

/** A client of the engine, which runs in this process. The extension runs the same engine in a forked process. */
export function engineInProcess(backend: BackendChoice): Client<EngineContract> {
  const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);
  const [ours, theirs] = memoryPorts();
  serve<EngineContract>(
    theirs,
    createEngineService({ backend, places, tokenizerModule: tokenizerModule(__dirname), storage }),
  );
  return connect<EngineContract>(ours);
}

/** A client of training, which runs in this process. The extension runs the same training in a forked process. */
export function trainingInProcess(backend: BackendChoice): Client<TrainingContract> {
  const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);
  const [ours, theirs] = memoryPorts();
  serve<TrainingContract>(theirs, createTrainingService({ backend, places, storage }));
  return connect<TrainingContract>(ours);
}
