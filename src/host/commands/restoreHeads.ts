import type { Command } from './command';

/** The whole model again. */
export const restoreHeads: Command = {
  id: 'modelCircuits.restoreHeads',
  run({ view }) {
    view.set({ ablation: null });
  },
};
