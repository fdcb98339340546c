import type { Command } from './command';

export const restartEngine: Command = {
  id: 'modelCircuits.restartEngine',
  run: ({ engineClient }) => engineClient.restart(),
};

export const showLog: Command = {
  id: 'modelCircuits.showLog',
  run: ({ log }) => log.show(),
};
