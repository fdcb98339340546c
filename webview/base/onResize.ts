import type { LitElement } from 'lit';

/** Calls the listener when the element enters the page and, as long as it is there, whenever its size changes. */
export function onResize(element: LitElement, listener: () => void): void {
  const observer = new ResizeObserver(listener);
  element.addController({
    hostConnected: () => observer.observe(element),
    hostDisconnected: () => observer.disconnect(),
  });
}
