import type { Command } from './command';

/** From the token under the cursor to its keys, or from its queries to it. */
export const toggleDirection: Command = {
  id: 'modelCircuits.toggleDirection',
  run({ view }) {
    view.set({ direction: view.values.direction === 'from' ? 'to' : 'from' });
  },
};
