/**
 * VS Code gives the focus back to the page, after a quick pick for one, and not to where it was in it. This does. What has the
 * focus is asked as it goes: of a focus that moves inside of a component nothing is heard outside.
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
