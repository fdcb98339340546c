import type { FloatView } from '../../shared/tensorView';
import { encodeFloat16 } from '../../model/encodeFloat16';
import { safetensorsHeader } from '../../model/formats/safetensors/safetensorsHeader';

/** The bytes of a safetensors file that holds the tensors in the given order. */
export function safetensorsFile(tensors: ReadonlyMap<string, FloatView>, dtype: 'F32' | 'F16'): Uint8Array {
  const headers = [...tensors].map(([name, { shape }]) => ({ name, dtype, shape }));
  const parts = [...tensors.values()].map(({ data }) => (dtype === 'F16' ? encodeFloat16(data) : bytesOf(data)));
  return joined([safetensorsHeader(headers), ...parts]);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
