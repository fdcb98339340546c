/**
 * Gives the focus back to the element that had it. When VS Code returns the focus to the page, after a quick pick for example,
 * the page itself has it and no element. `focusout` shows where the focus was: it comes out of components, while a focus
 * that moves inside of one is not heard outside.
 */
export function keepFocus(root: EventTarget): void {
  let last: HTMLElement | null = null;
  root.addEventListener('focusout', event => {
    const [target] = event.composedPath();
    if (target instanceof HTMLElement) last = target;
  });
  window.addEventListener('focus', () => {
    if (document.activeElement === document.body && last?.isConnected) last.focus({ preventScroll: true });
  });
}
