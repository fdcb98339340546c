import { createHash } from 'node:crypto';

/** SHA-256 of a text's UTF-8, in hexadecimal. Captions of exported figures name the text by it. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
