/**
 * Makes a value safe to send. Only JSON and typed arrays arrive unchanged over both node's IPC and a webview's messages. A view into a
 * larger buffer is copied, because a webview would receive the whole buffer (40 bytes of 4 MB took 120–217 ms). Throws a
 * TypeError for a value that a wire would change silently: undefined disappears, NaN becomes null, a Map {}.
 */
export function toWire(value: unknown, path = 'value'): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot carry`);
      return value;
    case 'object':
      break;
    default:
      throw new TypeError(`${path} is ${typeof value}, which does not travel; use null for absent`);
  }
  if (value === null) return null;
  if (ArrayBuffer.isView(value)) {
    if (!isNumberArray(value)) throw new TypeError(`${path} is a ${value.constructor.name}, which does not travel`);
    if (value.byteLength === value.buffer.byteLength) return value;
    // node's Buffer is a Uint8Array, but its slice() makes another view.
    return value instanceof Uint8Array ? new Uint8Array(value) : value.slice();
  }
  // `map` would keep the holes of a sparse list.
  if (Array.isArray(value)) return Array.from(value, (item, index) => toWire(item, `${path}[${index}]`));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${path} is a class instance, which does not travel`);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item, `${path}.${key}`)]));
}

function isNumberArray(
  view: ArrayBufferView,
): view is Float32Array | Int32Array | Int16Array | Uint16Array | Uint8Array {
  return (
    view instanceof Float32Array ||
    view instanceof Int32Array ||
    view instanceof Int16Array ||
    view instanceof Uint16Array ||
    view instanceof Uint8Array
  );
}
