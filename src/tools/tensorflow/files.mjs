// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';

/** Where npm put the JavaScript half of TensorFlow's Node package. */
export const tfjsNodeFolder = join(repository, 'node_modules', '@tensorflow', 'tfjs-node');

/** What the native half consists of, relative to the package. N-API 8 is the newest that the package knows. */
export const bindingPath = join('lib', 'napi-v8', 'tfjs_binding.node');
export const librariesPath = join('deps', 'lib');

/**
 * The files of native TensorFlow, or null if it is not set up. Takes a few file system calls. Each library has several names;
 * the binding asks for the name with the major version, and the others are links to it.
 * @returns {{ binding: string, libraries: string[] } | null}
 */
export function tensorflowFiles() {
  const binding = join(tfjsNodeFolder, bindingPath);
  const folder = join(tfjsNodeFolder, librariesPath);
  if (!existsSync(binding) || !existsSync(folder)) return null;
  const libraries = readdirSync(folder).filter(name => /(\.so\.2|\.2\.dylib|\.dll)$/.test(name));
  return libraries.length > 0 ? { binding, libraries: libraries.map(name => join(folder, name)) } : null;
}
