import { createHash } from 'node:crypto';

/** SHA-256 of a text's UTF-8, in hexadecimal: what captions name the text by. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
