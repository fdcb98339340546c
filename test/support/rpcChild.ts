import { ipcPort } from '../../src/shared/rpc/ipcPort';
import { serve } from '../../src/shared/rpc/rpc';
import { hazardHandlers, type HazardContract } from './rpcContract';

// The process that the RPC tests fork. They bundle this file themselves.
process.on('disconnect', () => process.exit(0));
serve<HazardContract>(
  ipcPort(process, () => undefined),
  hazardHandlers(),
);
