import { createHash } from 'node:crypto';
import type { IntView } from '../../shared/tensorView';

/**
 * Names the input of a measure: token ids, and settings in an order that the measure fixes. It is the first 16 hexadecimal
 * digits of a SHA-256.
 */
export function inputHash({ shape, data }: IntView, settings: readonly (string | number)[]): string {
  const hash = createHash('sha256');
  hash.update(`${shape.join('×')} ${settings.map(setting => `${setting} `).join('')}`);
  hash.update(new Uint8Array(data.slice().buffer));
  return hash.digest('hex').slice(0, 16);
}
