import { constants, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import type { EngineContract } from '../shared/contracts/engineContract';
import { engineEnvironment, engineRoles } from '../shared/engineEnvironment';
import { ipcPort } from '../shared/rpc/ipcPort';
import { serve } from '../shared/rpc/rpc';
import type { TrainingContract } from '../shared/contracts/trainingContract';
import { createEngineService } from '../service/engineService';
import { bundlePlaces } from '../service/backendPaths';
import { createTrainingService } from '../service/trainingService';
import { backendFromEnvironment } from './backendFromEnvironment';

// The engine process. It ends with the extension host, even if that crashes.
process.on('disconnect', () => process.exit(0));

const port = ipcPort(process, () => undefined);
const backend = backendFromEnvironment(process.env);
const places = bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]);

const role = engineRoles.find(one => one === process.argv[2]) ?? 'interactive';
// Scoring and training use every core for minutes, and must not slow down what the user waits for. Threads inherit the
// priority if they start later. A larger number is a lower priority; no process may raise its own again.
if (role !== 'interactive') setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL));
const storage = {
  folder: process.env[engineEnvironment.storage] ?? null,
  // The demo is in the extension's own folder, which an update replaces.
  untouched: [join(__dirname, '../media')],
};
if (role === 'training') serve<TrainingContract>(port, createTrainingService({ backend, places, storage }));
else serve<EngineContract>(port, createEngineService({ backend, places, storage }));
