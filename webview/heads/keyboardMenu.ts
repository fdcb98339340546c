/**
 * The context-menu key and Shift+F10 open a menu in the middle of the focused element. This moves the menu to `place`, as if
 * the user had clicked there. The result is false if the menu was opened with the mouse.
 */
export function moveKeyboardMenu(event: MouseEvent, place: DOMRect): boolean {
  // -1: no button was pressed. The mouse presses the second one, or on a Mac, with Ctrl, the first.
  if (event.button !== -1) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.composedPath()[0]?.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      composed: true,
      button: 2,
      clientX: place.left + Math.min(24, place.width / 2),
      clientY: place.top + place.height / 2,
    }),
  );
  return true;
}
