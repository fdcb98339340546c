/**
 * The context-menu key and Shift+F10 open a menu in the middle of what has the focus. This moves it to `place`, as if that had
 * been clicked; false where the menu was opened with the mouse.
 */
export function moveKeyboardMenu(event: MouseEvent, place: DOMRect): boolean {
  // No button was pressed. With the mouse it is the second, or, on a Mac with Ctrl, the first.
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
