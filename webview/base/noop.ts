/** The value of a callback property until the parent sets one. */
export const noop = (): void => undefined;
