import type { TokenizerContract } from '../shared/contracts/tokenizerContract';
import { ipcPort } from '../shared/rpc/ipcPort';
import { serve } from '../shared/rpc/rpc';
import { tokenizerHandlers } from './tokenizerHandlers';
import { startWatchdog } from './watchdog';

// The tokenizer process. The channel closes when the engine or the command line ends, even by a crash; then it ends too.
process.on('disconnect', () => process.exit(0));

serve<TokenizerContract>(
  ipcPort(process, () => undefined),
  tokenizerHandlers(startWatchdog()),
);
