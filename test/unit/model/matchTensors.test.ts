import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/model/checkpoint';
import { openHuggingFaceFolder } from '../../../src/model/formats/huggingFace/openHuggingFaceFolder';
import { weightsIdOf } from '../../../src/service/weightsHash';
import { folderOf, goldenParts, type CheckpointParts } from '../../support/goldenParts';
import { memoryFolder, safetensorsBytes } from '../../support/memoryFolder';
import { rejection } from '../../support/rejection';

async function opened(name: string, change: (parts: CheckpointParts) => void): Promise<Checkpoint> {
  const parts = await goldenParts(name);
  change(parts);
  return openHuggingFaceFolder(folderOf(parts));
}

function renamed(parts: CheckpointParts, rename: (tensor: string) => string): void {
  parts.tensors = Object.fromEntries(Object.entries(parts.tensors).map(([name, kind]) => [rename(name), kind]));
}

const prefixes = ['transformer.', 'model.', 'gpt_neox.'];
const bare = (name: string): string => prefixes.reduce((rest, prefix) => rest.replace(prefix, ''), name);

describe('tensor names', () => {
  it.each([
    '',
    'module.',
    '_orig_mod.',
    'model.',
    'transformer.',
    'base_model.',
    'language_model.',
    'pretrained_model.',
    'model._orig_mod.',
    '_orig_mod.module.model.',
    'module.transformer.',
    'base_model.model.model.',
    '_fsdp_wrapped_module.',
  ])('may begin with "%s"', async prefix => {
    for (const name of ['gpt2', 'gpt_neox', 'llama']) {
      const plain = await opened(name, () => undefined);
      const before = await opened(name, parts => renamed(parts, tensor => prefix + tensor));
      expect([...before.tensors.keys()]).toEqual([...plain.tensors.keys()]);
      const instead = await opened(name, parts => renamed(parts, tensor => prefix + bare(tensor)));
      expect([...instead.tensors.keys()]).toEqual([...plain.tensors.keys()]);
    }
  });

  it('may have a wrapper inside, as a block that torch.compile or FSDP wraps', async () => {
    const { tensors } = await opened('llama', parts =>
      renamed(parts, tensor => tensor.replace(/(layers\.\d+\.)/, '$1_fsdp_wrapped_module._orig_mod.')),
    );
    expect([...tensors.keys()]).toEqual([...(await opened('llama', () => undefined)).tensors.keys()]);
  });

  it('are refused if two tensors get one name', async () => {
    const error = await rejection(
      opened('llama', parts => {
        parts.tensors['base_model.norm.weight'] = parts.tensors['model.norm.weight']!;
      }),
    );
    expect(error.message).toBe('model/model.safetensors: has both "model.norm.weight" and "base_model.norm.weight"');
  });
});

describe('the unembedding of GPT-NeoX', () => {
  it('may be called lm_head, as in a state dict of transformers 5', async () => {
    const plain = await opened('gpt_neox', () => undefined);
    const renamedOne = await opened('gpt_neox', parts => renamed(parts, name => name.replace('embed_out', 'lm_head')));
    expect(renamedOne.config).toEqual(plain.config);
    expect(renamedOne.tensors.has('lm_head.weight')).toBe(true);
    expect(renamedOne.remarks).toEqual([]);
  });

  it('is never left out as the output of something else', async () => {
    const both = opened('gpt_neox', parts => {
      parts.tensors['lm_head.weight'] = parts.tensors['embed_out.weight']!;
    });
    expect((await rejection(both)).message).toContain('has the unknown tensor "lm_head.weight"');
  });
});

/** One tensor of float32 numbers. */
interface Numbers {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/** GPT-2 with one block of width 4 and a vocabulary of 6; its weights are small and different. */
function tinyGpt2(): { config: Record<string, unknown>; tensors: Record<string, Numbers> } {
  const shapes: Record<string, number[]> = {
    'wte.weight': [6, 4],
    'wpe.weight': [3, 4],
    'h.0.ln_1.weight': [4],
    'h.0.ln_1.bias': [4],
    'h.0.attn.c_attn.weight': [4, 12],
    'h.0.attn.c_attn.bias': [12],
    'h.0.attn.c_proj.weight': [4, 4],
    'h.0.attn.c_proj.bias': [4],
    'h.0.ln_2.weight': [4],
    'h.0.ln_2.bias': [4],
    'h.0.mlp.c_fc.weight': [4, 16],
    'h.0.mlp.c_fc.bias': [16],
    'h.0.mlp.c_proj.weight': [16, 4],
    'h.0.mlp.c_proj.bias': [4],
    'ln_f.weight': [4],
    'ln_f.bias': [4],
  };
  const tensors = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], at) => [`transformer.${name}`, numbered(shape, at)]),
  );
  return { config: { model_type: 'gpt2', n_layer: 1, n_head: 2, n_embd: 4, n_positions: 3, vocab_size: 6 }, tensors };
}

function numbered(shape: readonly number[], seed: number): Numbers {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, numbers: Array.from({ length: size }, (_, i) => Math.sin(i + 100 * seed)) };
}

function fileOf(tensors: Readonly<Record<string, Numbers>>, metadata?: Record<string, string>): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const [name, { shape, numbers }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, (offset += 4 * numbers.length)] };
  }
  const file = safetensorsBytes(header, offset);
  const data = new Float32Array(Object.values(tensors).flatMap(({ numbers }) => numbers));
  file.set(new Uint8Array(data.buffer), file.length - offset);
  return file;
}

function openTiny(
  change: (parts: ReturnType<typeof tinyGpt2>) => void,
  metadata?: Record<string, string>,
): Promise<Checkpoint> {
  const parts = tinyGpt2();
  change(parts);
  return openHuggingFaceFolder(
    memoryFolder({ 'config.json': parts.config, 'model.safetensors': fileOf(parts.tensors, metadata) }),
  );
}

describe('an unembedding', () => {
  const wte = 'transformer.wte.weight';

  it('that is stored beside the same embedding is tied, and the weights have the same id', async () => {
    const plain = await openTiny(() => undefined);
    const both = await openTiny(({ tensors }) => {
      tensors['lm_head.weight'] = tensors[wte]!;
    });
    expect([both.config.tiedEmbeddings, both.remarks]).toEqual([true, []]);
    expect(await weightsIdOf(both)).toBe(await weightsIdOf(plain));
  });

  it('that differs from the embedding in its last number is used, with a remark and another id', async () => {
    const head = (last: number) => (parts: ReturnType<typeof tinyGpt2>) => {
      const { shape, numbers } = parts.tensors[wte]!;
      parts.tensors['lm_head.weight'] = { shape, numbers: [...numbers.slice(0, -1), last] };
    };
    const differing = await openTiny(head(5));
    expect(differing.config.tiedEmbeddings).toBe(false);
    expect(differing.tensors.has('lm_head.weight')).toBe(true);
    expect(differing.parameters.at(-1)?.parameter).toBe('unembed.W_U');
    expect(differing.remarks).toEqual([
      'model/config.json ties the embeddings, but model/model.safetensors holds "lm_head.weight" with other numbers ' +
        'than "transformer.wte.weight"; both are used, as transformers 5 does.',
    ]);
    expect(await weightsIdOf(differing)).not.toBe(await weightsIdOf(await openTiny(head(6))));
  });

  it.each([undefined, { 'transformer.wte.weight': 'lm_head.weight', format: 'pt' }])(
    'serves as the embedding that is not stored, whatever the metadata say: %j',
    async metadata => {
      const checkpoint = await openTiny(({ tensors }) => {
        tensors['lm_head.weight'] = tensors['transformer.wte.weight']!;
        delete tensors['transformer.wte.weight'];
      }, metadata);
      expect([checkpoint.config.tiedEmbeddings, checkpoint.remarks]).toEqual([true, []]);
      expect(checkpoint.tensors.get('wte.weight')?.shape).toEqual([6, 4]);
      expect(checkpoint.tensors.has('lm_head.weight')).toBe(false);
    },
  );

  it('that the config unties is found under the other name that the metadata give', async () => {
    const checkpoint = await openTiny(
      ({ config }) => {
        config.tie_word_embeddings = false;
      },
      { 'lm_head.weight': wte },
    );
    expect(checkpoint.config.tiedEmbeddings).toBe(false);
    const [embedding, output] = ['wte.weight', 'lm_head.weight'].map(name => checkpoint.tensors.get(name)?.offset);
    expect(output).toBe(embedding);
  });

  it('that the config unties and nothing stores is refused by name: transformers would draw it at random', async () => {
    const error = await rejection(
      openTiny(({ config }) => {
        config.tie_word_embeddings = false;
      }),
    );
    expect(error.message).toBe(
      'model/model.safetensors: has no tensor "lm_head.weight" [6, 4]; gpt2 needs it, ' +
        'unless its config sets "tie_word_embeddings" to true',
    );
  });
});

describe('a tensor that the family does not know', () => {
  it.each([
    'v_head.summary.weight',
    'score.weight',
    'classifier.out_proj.weight',
    'lm_head_2.weight',
    'transformer.v_head.weight',
    'model.vision_tower.encoder.layers.0.mlp.weight',
    'model.mm_projector.0.weight',
    'model.connector.modality_projection.proj.weight',
    'mtp.layers.0.mlp.weight',
    'value_head.0.bias',
    'ref_something.weight',
  ])('and no logit depends on is left out with a remark: %s', async name => {
    const checkpoint = await openTiny(({ tensors }) => {
      tensors[name] = numbered([2, 3], 50);
    });
    expect(checkpoint.tensors.has(name)).toBe(false);
    expect(checkpoint.remarks).toEqual([
      `model/model.safetensors holds "${name}" [2, 3], which are not used: the model's logits do not depend on them.`,
    ]);
  });

  it('is counted beside three others', async () => {
    const { remarks } = await openTiny(({ tensors }) => {
      for (let i = 0; i < 5; i++) tensors[`v_head.${i}.weight`] = numbered([1], i);
    });
    expect(remarks[0]).toMatch(/"v_head.2.weight" \[1\] and 2 more, which/);
  });

  it.each([
    'transformer.h.0.attn.q_norm.weight',
    'transformer.h.1.ln_1.weight',
    'transformer.h.0.v_head.weight',
    'transformer.ln_emb.weight',
    'transformer.wte.bias',
    'transformer.ln_f.scale',
    'lm_head.bias',
    'layers.0.mlp.weight',
  ])('inside the computation is refused: %s', async name => {
    const error = await rejection(
      openTiny(({ tensors }) => {
        tensors[name] = numbered([2, 3], 50);
      }),
    );
    expect(error.message).toBe(
      `model/model.safetensors: has the unknown tensor "${name}" [2, 3]; gpt2 does not use it, so the numbers would be wrong`,
    );
  });

  it.each([
    ['base_model.model.h.0.attn.c_attn.lora_A.weight', /LoRA .*merge_and_unload\(\)/],
    [
      'transformer.h.0.attn.c_attn.qweight',
      /GPTQ or AWQ weights \("transformer.h.0.attn.c_attn.qweight"\).*dequantize/,
    ],
    ['transformer.h.0.attn.c_attn.weight.absmax', /bitsandbytes/],
    ['transformer.h.0.attn.c_attn.weight_scale', /divided by scales/],
  ])('of an adapter or another quantisation is refused with the remedy: %s', async (name, message) => {
    const error = await rejection(
      openTiny(({ tensors }) => {
        tensors[name] = numbered([2, 3], 50);
      }),
    );
    expect(error.reason).toBe('unsupported');
    expect(error.message).toMatch(message);
  });

  it('of a bare file is left out only under the name of a head', async () => {
    const withoutPrefix = (name: string) => (parts: ReturnType<typeof tinyGpt2>) => {
      parts.tensors = Object.fromEntries(
        Object.entries({ ...parts.tensors, [name]: numbered([2], 50) }).map(([one, kind]) => [bare(one), kind]),
      );
    };
    expect((await openTiny(withoutPrefix('v_head.bias'))).remarks).toHaveLength(1);
    expect((await rejection(openTiny(withoutPrefix('ln_emb.weight')))).message).toContain(
      'unknown tensor "ln_emb.weight"',
    );
  });
});

it('a config of MLX with quantised weights is refused', async () => {
  const error = await rejection(
    openTiny(({ config }) => {
      config.quantization = { group_size: 64, bits: 4 };
    }),
  );
  expect(error.message).toContain('model/config.json: its weights are quantised (MLX)');
});

it.each([
  [{ quant_method: 'gptq', bits: 4 }, 'gptq'],
  [{ quant_method: 'fp8' }, 'fp8'],
  [{ load_in_4bit: true }, 'bitsandbytes'],
  [{}, 'quantization_config'],
])('a config with quantised weights is refused by the name of the method: %j', async (quantization, name) => {
  const error = await rejection(
    openTiny(({ config }) => {
      config.quantization_config = quantization;
    }),
  );
  expect(error.reason).toBe('unsupported');
  expect(error.message).toContain(`model/config.json: its weights are quantised (${name}), which is not read; load`);
});
