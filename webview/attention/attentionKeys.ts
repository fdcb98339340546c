import type { Colouring } from './colouring';
import { colourings } from './colouring';

/** What keys do on the attention view; null where it cannot be done now. */
export interface AttentionActions {
  colour(colouring: Colouring): void;
  /** By so many heads in model order; "layer" for the one below or above. */
  stepHead(step: number | 'layer' | '-layer'): void;
  reverse(): void;
  toggleStart(): void;
  ablate(): void;
  lockStrongest(): void;
  copyValue(): void;
  zoom(key: '+' | '-' | '0'): void;
  unlock(): void;
  toggleKeys(): void;
}

/** What a key does, or null. */
export function actionOf(key: string, actions: AttentionActions): (() => void) | null {
  const colouring = colourings[Number(key) - 1];
  if (colouring) return () => actions.colour(colouring);
  switch (key) {
    case '[':
      return () => actions.stepHead(-1);
    case ']':
      return () => actions.stepHead(1);
    case '{':
      return () => actions.stepHead('-layer');
    case '}':
      return () => actions.stepHead('layer');
    case 'd':
    case 'D':
      return () => actions.reverse();
    case 'h':
    case 'H':
      return () => actions.toggleStart();
    case 'a':
    case 'A':
      return () => actions.ablate();
    case 's':
    case 'S':
      return () => actions.lockStrongest();
    case 'c':
    case 'C':
      return () => actions.copyValue();
    case '+':
    case '-':
    case '0':
      return () => actions.zoom(key);
    case 'Escape':
      return () => actions.unlock();
    case '?':
      return () => actions.toggleKeys();
    default:
      return null;
  }
}

export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|VSCODE-DROPDOWN|VSCODE-TEXT-FIELD)$/.test(target.tagName);
}
