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
 * The files of native TensorFlow, or null where it is not set up. Costs a few file system calls. Of each library only
 * the name with the major version counts: the binding asks for that one, the others are links to it.
 * @returns {{ binding: string, libraries: string[] } | null}
 */
export function tensorflowFiles() {
  const binding = join(tfjsNodeFolder, bindingPath);
  const folder = join(tfjsNodeFolder, librariesPath);
  if (!existsSync(binding) || !existsSync(folder)) return null;
  const libraries = readdirSync(folder).filter(name => /(\.so\.2|\.2\.dylib|\.dll)$/.test(name));
  return libraries.length > 0 ? { binding, libraries: libraries.map(name => join(folder, name)) } : null;
}
