// @ts-check
// Runs as a process of its own, because a wrong library can end the process. Writes {version, gflops} as JSON.
const util = require('node:util');
// tfjs-node 4.22.0 calls this in every operation; Node 23 removed it.
Reflect.set(util, 'isNullOrUndefined', (/** @type {unknown} */ value) => value === null || value === undefined);
const tf = require('@tensorflow/tfjs-node');

const size = 1024;
// Small whole numbers: every sum is below 2^24, so float32 gives it exactly.
const a = Float32Array.from({ length: size * size }, (_, i) => (i * 7) % 11);
const b = Float32Array.from({ length: size * size }, (_, i) => (i * 5) % 13);
const left = tf.tensor2d(a, [size, size]);
const right = tf.tensor2d(b, [size, size]);

let best = Infinity;
let product = tf.matMul(left, right);
for (let run = 0; run < 5; run++) {
  product.dispose();
  const start = performance.now();
  product = tf.matMul(left, right);
  best = Math.min(best, performance.now() - start);
}

const values = product.dataSync();
for (let place = 0; place < values.length; place += 4099) {
  const row = Math.floor(place / size);
  const column = place % size;
  let sum = 0;
  for (let k = 0; k < size; k++) sum += (a[row * size + k] ?? NaN) * (b[k * size + column] ?? NaN);
  if (values[place] !== sum) throw new Error(`wrong matrix product: ${values[place]} instead of ${sum}`);
}

const { binding } = /** @type {{ binding: { TF_Version: string } }} */ (/** @type {unknown} */ (tf.backend()));
console.log(JSON.stringify({ version: binding.TF_Version, gflops: (2 * size ** 3) / best / 1e6 }));
