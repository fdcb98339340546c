import { join } from 'node:path';
import type { BackendChoice, EngineContract } from '../shared/engineContract';
import { engineEnvironment } from '../shared/engineEnvironment';
import { memoryPorts } from '../shared/memoryPort';
import { connect, serve, type Client } from '../shared/rpc';
import { createEngineService } from '../service/engineService';
import { bundlePlaces } from '../service/places';

/** The engine's contract in this process, over ports in memory: what the extension talks to, without the fork. */
export function engineInProcess(backend: BackendChoice): Client<EngineContract> {
  const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);
  const [ours, theirs] = memoryPorts();
  serve<EngineContract>(
    theirs,
    createEngineService({ backend, places, storage: { folder: null, untouched: [join(__dirname, '../media')] } }),
  );
  return connect<EngineContract>(ours);
}
