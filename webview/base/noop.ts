/** What a component calls before it is told whom to tell. */
export const noop = (): void => undefined;
