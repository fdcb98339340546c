import type { LitElement } from 'lit';

/** Calls when an element has another size, for as long as it is in the page; first when it comes there. */
export function onResize(element: LitElement, listener: () => void): void {
  const observer = new ResizeObserver(listener);
  element.addController({
    hostConnected: () => observer.observe(element),
    hostDisconnected: () => observer.disconnect(),
  });
}
