import { constants, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import type { EngineContract } from '../shared/contracts/engineContract';
import { engineEnvironment, engineRoles } from '../shared/engineEnvironment';
import { ipcPort } from '../shared/rpc/ipcPort';
import { serve } from '../shared/rpc/rpc';
import type { TrainingContract } from '../shared/contracts/trainingContract';
import { createEngineService } from '../service/engineService';
import { bundlePlaces, tokenizerModule } from '../service/backendPaths';
import { createTrainingService } from '../service/trainingService';
import { backendFromEnvironment } from './backendFromEnvironment';

// The engine process. The channel closes when the extension host ends, even by a crash, and then this process ends too.
process.on('disconnect', () => process.exit(0));

const port = ipcPort(process, () => undefined);
const backend = backendFromEnvironment(process.env);
const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);

const role = engineRoles.find(one => one === process.argv[2]) ?? 'interactive';
// Scoring and training use every core for minutes and must not slow down what the user waits for. Only threads that start
// later inherit the priority. A larger number is a lower priority, and a process may not raise its own priority again.
if (role !== 'interactive') setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
const storage = {
  folder: process.env[engineEnvironment.storage] ?? null,
  // The bundled demo is in the extension's own folder, which an update replaces.
  untouched: [join(__dirname, '../media')],
};
if (role === 'training') serve<TrainingContract>(port, createTrainingService({ backend, places, storage }));
else
  serve<EngineContract>(
    port,
    createEngineService({ backend, places, tokenizerModule: tokenizerModule(__dirname), storage }),
  );
