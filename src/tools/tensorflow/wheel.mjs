// @ts-check
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { commandWorks, runCommand } from '../command.mjs';
import { withProgress } from '../progress.mjs';
import { repository } from '../repository.mjs';
import { bindingPath, librariesPath, tfjsNodeFolder } from './files.mjs';
import { extractFromZip } from './zip.mjs';

const version = '2.21.0';
const libraries = ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'];
// All headers that the binding includes, by `c++ -M`; the wheel has 85 MB of headers.
const headers = /^tensorflow\/include\/(tensorflow\/c\/|(tensorflow\/core|tsl)\/platform\/ctstring|xla\/tsl\/c\/)/;

const pips = [['python3', '-m', 'pip'], ['pip3'], ['pip']];

/** The libraries inside Python's `tensorflow-cpu` package, with the Node binding compiled against them. */
export const wheel = {
  cacheName: `tensorflow-wheel-${version}-${process.platform}-${process.arch}`,

  /** Why it cannot be had here, or null. */
  async obstacle() {
    if (process.platform !== 'linux' || process.arch !== 'x64') return 'no other source for this platform';
    if (!(await findPip())) return 'no pip to get it with';
    if (!(await findCompiler())) return 'no C++ compiler (g++ or clang++) to build its binding with';
    return null;
  },

  /** @param {string} folder */
  async make(folder) {
    const work = join(folder, 'work');
    await mkdir(work);
    await mkdir(join(folder, librariesPath), { recursive: true });
    await mkdir(join(folder, dirname(bindingPath)), { recursive: true });
    await withProgress(`Downloading TensorFlow ${version} (274 MB)`, () => downloadWheel(work));
    await withProgress('Unpacking TensorFlow', async () => {
      const [file] = (await readdir(work)).filter(name => name.endsWith('.whl'));
      if (!file) throw new Error('pip downloaded no wheel');
      await extractFromZip(join(work, file), work, name => libraries.includes(name) || headers.test(name));
      for (const library of libraries) {
        await rename(join(work, library), join(folder, librariesPath, basename(library)));
      }
    });
    await withProgress('Building the TensorFlow binding', () =>
      compileBinding(folder, join(work, 'tensorflow', 'include')),
    );
    await rm(work, { recursive: true });
    await stripLibraries(join(folder, librariesPath));
  },
};

/** @param {string} folder */
async function downloadWheel(folder) {
  const pip = await findPip();
  if (!pip) throw new Error('no pip');
  const [program = '', ...args] = pip;
  // The wheel's Python version does not matter: with a version given, pip finds it on any Python.
  const which = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', `tensorflow-cpu==${version}`];
  await runCommand(program, [...args, 'download', '--quiet', '--retries', '2', '--dest', folder, ...which]);
}

/**
 * Compiles the binding, two C++ files against N-API, with one compiler call. node-gyp, which the package uses, would also
 * need make, Python, and either a download of Node's headers or the right `nodedir` in the user's npm settings.
 * @param {string} folder
 * @param {string} include
 */
async function compileBinding(folder, include) {
  const compiler = await findCompiler();
  if (!compiler) throw new Error('no C++ compiler');
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map(name => join(tfjsNodeFolder, 'binding', name));
  await runCommand(compiler, [
    ...['-shared', '-fPIC', '-std=c++17', '-O2', '-s', '-DNAPI_VERSION=8'],
    ...['-I', include, '-I', join(repository, 'node_modules', 'node-api-headers', 'include')],
    ...sources,
    ...libraries.map(library => join(folder, librariesPath, basename(library))),
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', join(folder, bindingPath)],
  ]);
}

/**
 * Strips the two libraries, from 853 to 634 MB. They also work unstripped.
 * @param {string} folder
 */
async function stripLibraries(folder) {
  if (!(await commandWorks('strip'))) return;
  for (const name of await readdir(folder)) await runCommand('strip', ['--strip-unneeded', join(folder, name)]);
}

async function findPip() {
  for (const pip of pips) {
    const [program = '', ...args] = pip;
    if (await commandWorks(program, [...args, '--version'])) return pip;
  }
  return null;
}

async function findCompiler() {
  for (const compiler of [process.env.CXX, 'c++', 'g++', 'clang++']) {
    if (compiler && (await commandWorks(compiler))) return compiler;
  }
  return null;
}
