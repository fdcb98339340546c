import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/**
 * Frees what no code refers to any more. V8 does not count the memory that TensorFlow copies weights to, and frees an array
 * of 100 MB only when its own heap grows: the embedding stayed in memory twice until the end of loading.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
