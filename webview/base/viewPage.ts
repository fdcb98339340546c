import type { Client } from '../../src/shared/rpc/rpc';
import type { Theme } from './theme';

/**
 * What the state class of a view needs of its page. `ViewApp` is one; a test of the state class makes a plain object,
 * so that it runs without a DOM.
 */
export interface ViewPage<HostContract> {
  readonly host: Client<HostContract>;
  readonly theme: Theme;
  /** Resolves when what `requestUpdate` asked for is on the screen. */
  readonly updateComplete: Promise<unknown>;
  /** Renders the view again, soon and once. */
  requestUpdate(): void;
  /** Shows a message in the status line; null clears it. */
  say(message: string | null): void;
  /** Starts a call to the host whose answer nobody waits for. If it fails, the status line says why. */
  attempt(call: Promise<unknown>): void;
  /** What `keep` stored: it outlives a reload of the page, and the time in which the view is hidden. */
  kept(): Readonly<Record<string, unknown>>;
  keep(changes: Readonly<Record<string, unknown>>): void;
}
