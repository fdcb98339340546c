import { serialize } from 'node:v8';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngineService } from '../../../src/service/engineService';
import type { EngineContract, LoadedCheckpoint, PassSpec } from '../../../src/shared/contracts/engineContract';
import { allHeads } from '../../../src/shared/heads';
import { memoryPorts } from '../../../src/shared/rpc/memoryPort';
import { connect, serve, type Client } from '../../../src/shared/rpc/rpc';
import { testPlaces, testTokenizerModule } from '../../support/backends';
import { inRepository } from '../../support/fixtures';

/** Names, shapes and numbers around the arrays. */
const frameBytes = 600;

let service: Client<EngineContract>;
let loaded: LoadedCheckpoint;
let bytes = 0;

beforeAll(async () => {
  const [ours, theirs] = memoryPorts();
  // The frames that the engine posts, as the wires of Node and VS Code write them.
  ours.onFrame(frame => (bytes += serialize(frame).byteLength));
  serve<EngineContract>(
    theirs,
    createEngineService({
      backend: 'wasm',
      places: testPlaces,
      tokenizerModule: testTokenizerModule,
      storage: { folder: null, untouched: ['/'] },
    }),
  );
  service = connect<EngineContract>(ours);
  loaded = await service.load({ path: inRepository('media/demo/stories260K') });
});

function passOf(positions: number): PassSpec {
  const data = Int32Array.from({ length: positions }, (_, i) => 3 + (i % 500));
  return { checkpoint: loaded.checkpoint, ids: { shape: [1, positions], data }, interventions: [] };
}

async function bytesOf(call: () => Promise<unknown>): Promise<number> {
  bytes = 0;
  await call();
  expect(bytes).toBeGreaterThan(0);
  return bytes;
}

describe.each([64, 512])('an answer of the engine about %i tokens', positions => {
  const pass = passOf.bind(null, positions);
  const triangle = positions * (positions + 1); // 2 bytes a cell
  const one = [{ layer: 1, head: 2 }];

  beforeAll(() => service.run(pass()));

  it.each(['attention', 'valueWeighted', 'logitAttribution'] as const)(
    'has one triangle for a tile (%s)',
    async pairValue => {
      const sent = await bytesOf(() => service.tiles({ pass: pass(), heads: one, pairValue }));
      expect(sent).toBeGreaterThanOrEqual(triangle);
      expect(sent).toBeLessThan(triangle + frameBytes);
    },
  );

  it('has at most three triangles for any number of heads together', async () => {
    const [few, all] = [allHeads(loaded.facts).slice(0, 2), allHeads(loaded.facts)];
    const ask = (heads: typeof all): Promise<number> =>
      bytesOf(() => service.attention({ pass: pass(), heads, pairValue: 'attention', reduce: 'max' }));
    const sent = await ask(all);
    expect(sent).toBeLessThan(3 * triangle + frameBytes);
    expect(Math.abs(sent - (await ask(few)))).toBeLessThan(frameBytes);
  });

  it('has 24 × 24 cells a head for all thumbnails', async () => {
    const { nLayers: layers, nHeads: heads } = loaded.facts;
    const sent = await bytesOf(() => service.thumbnails({ pass: pass() }));
    expect(sent).toBeLessThanOrEqual(layers * heads * 24 * 24 + frameBytes);
  });

  it('grows in proportion to the tokens for a run', async () => {
    const sent = await bytesOf(() => service.run(pass()));
    // A loss, five ids, five probabilities and five short labels for each token.
    expect(sent).toBeLessThan(positions * 160 + frameBytes);
  });
});
