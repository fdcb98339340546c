import type { Command } from './command';

/** Toggle Direction: shows what the token under the cursor attends to, or which tokens attend to it. */
export const toggleDirection: Command = {
  id: 'modelCircuits.toggleDirection',
  run({ view }) {
    view.set({ direction: view.values.direction === 'from' ? 'to' : 'from' });
  },
};
