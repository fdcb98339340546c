import { join } from 'node:path';
import type { EngineContract } from '../shared/engineContract';
import { engineEnvironment } from '../shared/engineEnvironment';
import { ipcPort } from '../shared/ipcPort';
import { serve } from '../shared/rpc';
import { createEngineService } from '../service/engineService';
import { bundlePlaces } from '../service/places';
import { backendFromEnvironment } from './backendFromEnvironment';

// The engine process. It lives as long as its parent: when the extension host goes, however it goes, so does this.
process.on('disconnect', () => process.exit(0));

serve<EngineContract>(
  ipcPort(process, () => undefined),
  createEngineService({
    backend: backendFromEnvironment(process.env),
    places: bundlePlaces(__dirname, process.env[engineEnvironment.tensorflowPath]),
    storage: {
      folder: process.env[engineEnvironment.storage] ?? null,
      // The demo in the extension's own folder, which an update replaces.
      untouched: [join(__dirname, '../media')],
    },
  }),
);
