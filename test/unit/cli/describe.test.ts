import { cpSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder, modelCircuits } from '../../support/commandLine';
import { fixture } from '../../support/fixtures';

const scratch = new ScratchFolder();
afterAll(() => scratch.clear());

describe('model-circuits describe', () => {
  it('prints the facts of the headers as one line of JSON', async () => {
    const { code, stdout, stderr } = await modelCircuits(['describe', 'media/demo/stories260K', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(JSON.parse(stdout)).toEqual({
      checkpoint: 'media/demo/stories260K',
      architecture: 'llama',
      ...{ layers: 5, heads: 8, keyValueHeads: 4, modelWidth: 64, headWidth: 8, mlpWidth: 172 },
      ...{ context: 512, vocabulary: 512, parameters: 260032 },
      ...{
        n_layers: 5,
        n_heads: 8,
        n_key_value_heads: 4,
        d_model: 64,
        d_head: 8,
        d_mlp: 172,
        n_ctx: 512,
        d_vocab: 512,
        d_vocab_out: 512,
      },
      dtypes: ['F32'],
      weightBytes: 4 * 260032,
      tokenizer: 'tokenizer.json',
      step: null,
      remarks: [],
    });
  });

  it('reads the step of a snapshot from its name, and describes a model without MLP or tokenizer', async () => {
    const folder = scratch.path('step-000350');
    cpSync(fixture('goldens/hooked/attn_rotary'), folder, { recursive: true });
    const { stdout } = await modelCircuits(['describe', folder, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ step: 350, mlpWidth: null, tokenizer: 'none', keyValueHeads: 4 });
  });

  it('prints a table without --json', async () => {
    const { code, stdout } = await modelCircuits(['describe', 'test/fixtures/goldens/hub_llama_bf16_sharded/']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^name +hub_llama_bf16_sharded\n/);
    expect(stdout).toMatch(/\nlayers × heads +3 × 4 \(2 key-value\)\n/);
    expect(stdout).toMatch(/\nweights +BF16, 0\.\d MiB\n/);
    expect(stdout).toMatch(/\ntokenizer +none: runs on token ids only\n/);
  });

  it('describes a model of 500 GB as fast as a small one, because it reads no weights', async () => {
    const folder = scratch.path('large');
    cpSync(fixture('goldens/gpt2'), folder, { recursive: true });
    // GPT-2 with one layer and an embedding of 4 million rows of 32,768 numbers.
    const [width, vocabulary] = [32768, 2 ** 22];
    let offset = 0;
    const entry = (...shape: number[]): object => {
      const begin = offset;
      offset += 4 * shape.reduce((size, length) => size * length, 1);
      return { dtype: 'F32', shape, data_offsets: [begin, offset] };
    };
    const header = JSON.stringify({
      'wte.weight': entry(vocabulary, width),
      'wpe.weight': entry(64, width),
      ...Object.fromEntries(
        (
          [
            ['ln_1.weight', [width]],
            ['ln_1.bias', [width]],
            ['attn.c_attn.weight', [width, 3 * width]],
            ['attn.c_attn.bias', [3 * width]],
            ['attn.c_proj.weight', [width, width]],
            ['attn.c_proj.bias', [width]],
            ['ln_2.weight', [width]],
            ['ln_2.bias', [width]],
            ['mlp.c_fc.weight', [width, 4 * width]],
            ['mlp.c_fc.bias', [4 * width]],
            ['mlp.c_proj.weight', [4 * width, width]],
            ['mlp.c_proj.bias', [width]],
          ] as const
        ).map(([name, shape]) => [`h.0.${name}`, entry(...shape)]),
      ),
      'ln_f.weight': entry(width),
      'ln_f.bias': entry(width),
    });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(`${folder}/model.safetensors`, Buffer.concat([length, Buffer.from(header)]));
    truncateSync(`${folder}/model.safetensors`, 8 + header.length + offset);
    const config = {
      model_type: 'gpt2',
      n_layer: 1,
      n_head: 4,
      n_embd: width,
      n_positions: 64,
      vocab_size: vocabulary,
    };
    writeFileSync(`${folder}/config.json`, JSON.stringify(config));

    const started = Date.now();
    const { code, stdout } = await modelCircuits(['describe', folder, '--json']);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { weightBytes: number }).weightBytes).toBeGreaterThan(500e9);

    // A run of this model is refused before memory is taken.
    const run = await modelCircuits(['run', folder, '--backend', 'wasm', '--ids', scratch.file('ids.json', '[[1]]')]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^model-circuits: large needs about \d+\.\d GB/);
  });
});
