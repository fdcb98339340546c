// @ts-check
import { fileURLToPath } from 'node:url';
import { runCommand } from '../command.mjs';

/**
 * Multiplies two matrices with native TensorFlow, in another process. Throws an Error with the reason if that fails.
 * @returns {Promise<{ version: string, gflops: number }>}
 */
export async function multiplyWithTensorflow() {
  const script = fileURLToPath(new URL('multiply.cjs', import.meta.url));
  // As in the engine: below level 3 TensorFlow writes a banner; oneDNN is up to twice as fast on some processors.
  const env = { TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '1', NODE_OPTIONS: '' };
  const output = await runCommand(process.execPath, [script], { env, timeoutMs: 120_000 });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
