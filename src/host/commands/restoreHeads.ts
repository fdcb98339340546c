import type { Command } from './command';

/** Ends the ablation. */
export const restoreHeads: Command = {
  id: 'modelCircuits.restoreHeads',
  run({ view }) {
    view.set({ ablation: null });
  },
};
