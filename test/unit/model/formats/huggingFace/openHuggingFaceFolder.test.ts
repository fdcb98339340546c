import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CheckpointFolder } from '../../../../../src/model/byteSource';
import { parameterCount, weightBytes, weightDtypes } from '../../../../../src/model/checkpoint';
import { openHuggingFaceFolder } from '../../../../../src/model/formats/huggingFace/openHuggingFaceFolder';
import { openFolder } from '../../../../../src/service/fileFolder';
import { hookedGoldens, hookedVariants } from '../../../../support/goldenFolders';
import { fixture } from '../../../../support/fixtures';
import { folderOf, goldenParts, type CheckpointParts } from '../../../../support/goldenParts';
import { headerOnlySource, memoryFolder, zeroTensors } from '../../../../support/memoryFolder';
import { rejection } from '../../../../support/rejection';

const families = [
  ...['gpt2', 'gpt_neox', 'llama', 'llama3_rope', 'llama_yarn', 'mistral', 'qwen2', 'qwen2_window', 'qwen3', 'gemma'],
  ...['gemma3_text', 'smollm3', 'olmo2', 'cohere', 'cohere2'],
  ...['gpt_neo', 'gptj', 'gpt_neox_serial', 'opt', 'opt_350m', 'opt_plain', 'bloom', 'gpt_bigcode'],
  ...['falcon', 'falcon_40b', 'falcon_11b', 'falcon_rw', 'phi', 'phi_grouped', 'phi3', 'stablelm', 'stablelm_parallel'],
  ...['starcoder2'],
];
const published = ['gemma2', 'granite', 'olmo', 'olmo3', 'hub_gpt2', 'hub_pythia_f16', 'hub_llama_bf16_sharded'];

/** Opens a golden checkpoint after `change` has damaged or changed it. */
async function opened(
  name: string,
  change: (parts: CheckpointParts) => void,
): ReturnType<typeof openHuggingFaceFolder> {
  const parts = await goldenParts(name);
  change(parts);
  return openHuggingFaceFolder(folderOf(parts));
}

function without<Value>(record: Record<string, Value>, key: string): Record<string, Value> {
  expect(Object.keys(record)).toContain(key);
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

describe('a published checkpoint', () => {
  it.each([...families, ...hookedGoldens, ...hookedVariants, ...published])('opens: %s', async name => {
    const { config, tensors, parameters } = await openHuggingFaceFolder(await openFolder(fixture('goldens', name)));
    expect(config.nLayers).toBeGreaterThan(0);
    for (const { tensor, tensorShape } of parameters) expect(tensors.get(tensor)?.shape).toEqual(tensorShape);
  });

  it.each(families)('means the same with the keys of older versions: %s', async name => {
    expect(existsSync(fixture('goldens', name, 'config.legacy.json'))).toBe(true);
    const folder = await openFolder(fixture('goldens', name));
    const legacy: CheckpointFolder = {
      ...folder,
      open: file => folder.open(file === 'config.json' ? 'config.legacy.json' : file),
    };
    expect((await openHuggingFaceFolder(legacy)).config).toEqual((await openHuggingFaceFolder(folder)).config);
  });

  it('may have the language model of Gemma 3 beside a vision tower', async () => {
    const text = await openHuggingFaceFolder(await openFolder(fixture('goldens/gemma3_text')));
    const both = await opened('gemma3_text', parts => {
      parts.config = { model_type: 'gemma3', text_config: parts.config, vision_config: {} };
      parts.tensors = {
        ...Object.fromEntries(Object.entries(parts.tensors).map(([name, one]) => [`language_model.${name}`, one])),
        'vision_tower.vision_model.embeddings.patch_embedding.bias': { dtype: 'F32', shape: [8] },
        'multi_modal_projector.mm_input_projection_weight': { dtype: 'F32', shape: [8, 32] },
      };
    });
    expect(both.config).toEqual({ ...text.config, architecture: 'gemma3' });
    expect(both.tensors.size).toBe(text.tensors.size);
    expect(both.remarks).toEqual([
      expect.stringContaining('"vision_tower.vision_model.embeddings.patch_embedding.bias"'),
    ]);
  });

  it('gives its dtypes, sizes and parameters from the headers', async () => {
    const half = await openHuggingFaceFolder(await openFolder(fixture('goldens/hub_pythia_f16')));
    const full = await openHuggingFaceFolder(await openFolder(fixture('goldens/gpt_neox')));
    expect(weightDtypes(half)).toEqual(['F16']);
    expect(weightDtypes(full)).toEqual(['F32']);
    expect(weightBytes(half)).toBe(2 * parameterCount(half));
    expect(weightBytes(full)).toBe(4 * parameterCount(full));
  });

  it('counts parameters without buffers, and each stored tensor once', async () => {
    // 97 · 32 + 64 · 32 embeddings. A block has 4 norms, c_attn, c_proj, c_fc and c_proj. Then ln_f. W_U is W_E.
    const block = 4 * 32 + (32 * 96 + 96) + (32 * 32 + 32) + (32 * 128 + 128) + (128 * 32 + 32);
    const expected = 97 * 32 + 64 * 32 + 3 * block + 2 * 32;
    for (const name of ['gpt2', 'hub_gpt2']) {
      expect(parameterCount(await openHuggingFaceFolder(await openFolder(fixture('goldens', name))))).toBe(expected);
    }
  });

  it.each([
    ['gpt2', 'transformer.'],
    ['gpt_neox', 'gpt_neox.'],
    ['llama', 'model.'],
  ])('may omit or have the prefix of its tensor names: %s', async (name, prefix) => {
    const withPrefix = await opened(name, parts => {
      expect(Object.keys(parts.tensors).some(tensor => tensor.startsWith(prefix))).toBe(true);
    });
    const bare = await opened(name, parts => {
      parts.tensors = Object.fromEntries(
        Object.entries(parts.tensors).map(([tensor, kind]) => [tensor.replace(prefix, ''), kind]),
      );
    });
    expect([...bare.tensors.keys()].toSorted()).toEqual([...withPrefix.tensors.keys()].toSorted());
  });

  it.each([
    ['gpt2', 'transformer.h.0.attn.bias', 'BOOL'],
    ['gpt2', 'h.2.attn.bias', 'U8'],
    ['gpt2', 'transformer.h.1.attn.masked_bias', 'F64'],
    ['gpt_neox', 'gpt_neox.layers.0.attention.bias', 'BOOL'],
    ['gpt_neox', 'layers.1.attention.masked_bias', 'I64'],
    ['gpt_neox', 'gpt_neox.layers.2.attention.rotary_emb.inv_freq', 'F16'],
    ['llama', 'model.layers.0.self_attn.rotary_emb.inv_freq', 'F64'],
    ['llama', 'model.rotary_emb.inv_freq', 'F32'],
  ])('may hold a buffer of any dtype: %s %s %s', async (name, buffer, dtype) => {
    const plain = await opened(name, () => undefined);
    const buffered = await opened(name, parts => {
      parts.tensors[buffer] = { dtype, shape: [3, 5] };
    });
    expect(parameterCount(buffered)).toBe(parameterCount(plain));
    expect(weightDtypes(buffered)).toEqual(['F32']);
  });
});

describe('weights that do not fit their config', () => {
  it('are refused with the wrong shape and the expected one', async () => {
    // GPT-2 small, with a header alone.
    let offset = 0;
    const entry = (...shape: number[]): object => {
      const begin = offset;
      offset += 4 * shape.reduce((size, length) => size * length, 1);
      return { dtype: 'F32', shape, data_offsets: [begin, offset] };
    };
    const header: Record<string, object> = { 'wte.weight': entry(50257, 768), 'wpe.weight': entry(1024, 768) };
    for (let layer = 0; layer < 12; layer++) {
      header[`h.${layer}.attn.c_attn.weight`] = layer === 3 ? entry(768, 768) : entry(768, 2304);
    }
    const folder: CheckpointFolder = {
      ...memoryFolder({ 'config.json': { model_type: 'gpt2' }, 'model.safetensors': 'see below' }, 'gpt2'),
      open: file =>
        file === 'model.safetensors'
          ? Promise.resolve(headerOnlySource('gpt2/model.safetensors', header))
          : memoryFolder({ 'config.json': { model_type: 'gpt2' } }, 'gpt2').open(file),
    };
    expect(await rejection(openHuggingFaceFolder(folder))).toMatchObject({
      reason: 'bad-checkpoint',
      message: 'gpt2/model.safetensors: tensor "h.3.attn.c_attn.weight" has shape [768, 768], expected [768, 2304]',
    });
  });

  it('are refused if their shape is the transpose, or has one axis too many', async () => {
    for (const shape of [[128, 32], [1, 32, 128], [32 * 128], []]) {
      const error = await rejection(
        opened('gpt2', parts => {
          parts.tensors['transformer.h.0.mlp.c_fc.weight'] = { dtype: 'F32', shape };
        }),
      );
      expect(error.message).toBe(
        `model/model.safetensors: tensor "transformer.h.0.mlp.c_fc.weight" has shape [${shape.join(', ')}], expected [32, 128]`,
      );
    }
  });

  it.each([...families, ...hookedGoldens])('are refused if any one of them is missing: %s', async name => {
    const whole = await goldenParts(name);
    for (const missing of Object.keys(whole.tensors)) {
      const error = await rejection(
        openHuggingFaceFolder(folderOf({ ...whole, tensors: without(whole.tensors, missing) })),
      );
      expect(error.reason).toBe('bad-checkpoint');
      expect(error.message).toMatch(/^model\/model\.safetensors: has no tensor "/);
      const [, named = ''] = /"([^"]*)"/.exec(error.message) ?? [];
      expect(missing.endsWith(named)).toBe(true);
    }
  });

  it('are refused with the number of missing tensors', async () => {
    const error = await rejection(
      opened('gpt2', parts => {
        parts.config.n_layer = 4;
      }),
    );
    expect(error.message).toBe(
      'model/model.safetensors: has no tensor "h.3.ln_1.weight" [32] and 11 more; gpt2 needs it',
    );
  });

  it.each(families)(
    'are refused beside an unknown tensor, whose effect would be missing from the numbers: %s',
    async name => {
      const error = await rejection(
        opened(name, parts => {
          parts.tensors['h.0.adapter.weight'] = { dtype: 'F32', shape: [4, 2] };
        }),
      );
      expect(error.reason).toBe('bad-checkpoint');
      expect(error.message).toMatch(
        /^model\/model\.safetensors: has the unknown tensor "h\.0\.adapter\.weight" \[4, 2\]/,
      );
    },
  );

  it.each([
    ['gpt2', 'transformer.h.0.attn.c_attn.bias2'],
    ['gpt2', 'transformer.h.0.attn.biases'],
    ['gpt2', 'transformer.h.x.attn.bias'],
    ['llama', 'model.layers.0.self_attn.q_proj.bias'],
    ['llama', 'lm_head.bias'],
    ['gpt_neox', 'gpt_neox.layers.0.attention.bias.weight'],
  ])('are refused beside a tensor that only looks like a buffer: %s %s', async (name, tensor) => {
    const error = await rejection(
      opened(name, parts => {
        parts.tensors[tensor] = { dtype: 'F32', shape: [1] };
      }),
    );
    expect(error.message).toContain(`has the unknown tensor "${tensor}" [1]`);
  });

  it('are refused if one exists twice, with its prefix and without', async () => {
    const error = await rejection(
      opened('gpt2', parts => {
        parts.tensors['ln_f.bias'] = { dtype: 'F32', shape: [32] };
      }),
    );
    expect(error.message).toMatch(/has both "(transformer\.)?ln_f\.bias" and "(transformer\.)?ln_f\.bias"/);
  });

  it.each(['F8_E8M0', 'I64', 'BOOL', 'U8'])('are unsupported as %s', async dtype => {
    const error = await rejection(
      opened('gpt2', parts => {
        parts.tensors['transformer.ln_f.bias'] = { dtype, shape: [32] };
      }),
    );
    expect(error.reason).toBe('unsupported');
    expect(error.message).toContain(`tensor "transformer.ln_f.bias" is ${dtype}`);
  });

  it('may have several dtypes, and the one with most bytes is named first', async () => {
    const checkpoint = await opened('gpt2', parts => {
      for (const name of Object.keys(parts.tensors)) {
        if (name.includes('ln_')) parts.tensors[name] = { ...parts.tensors[name]!, dtype: 'BF16' };
      }
    });
    expect(weightDtypes(checkpoint)).toEqual(['F32', 'BF16']);
  });
});

describe('a folder that is no checkpoint', () => {
  const weights = zeroTensors({ x: [1] });

  it.each([
    [{}, 'bad-checkpoint', 'model: has no config.json'],
    [
      { 'model.safetensors': weights },
      'bad-checkpoint',
      'model: has no config.json; copy it from where model.safetensors came from',
    ],
    [
      { 'config.json': { model_type: 'gpt2' } },
      'bad-checkpoint',
      'model: has no model.safetensors and no model.safetensors.index.json; download the weights, too',
    ],
    [
      { 'config.json': { model_type: 'gpt2' }, 'pytorch_model.bin': 'PK' },
      'bad-checkpoint',
      'model/pytorch_model.bin: is no file that torch.save wrote; it may be damaged or incomplete',
    ],
    [
      { 'config.json': { model_type: 'gpt2' }, 'pytorch_model-00001-of-00002.bin': 'PK' },
      'bad-checkpoint',
      'model/pytorch_model-00001-of-00002.bin: is a part of the weights, but their index is missing; download pytorch_model.bin.index.json, too',
    ],
    [
      { 'config.json': { model_type: 'somebodys' }, 'model.safetensors': weights },
      'unsupported',
      /^model\/config\.json: "model_type" is "somebodys"; supported: gpt2, .*llama, .*hooked_transformer$/,
    ],
    [
      { 'config.json': {}, 'model.safetensors': weights },
      'bad-checkpoint',
      'model/config.json: "model_type" is missing',
    ],
    [
      { 'config.json': { model_type: ['gpt2'] }, 'model.safetensors': weights },
      'bad-checkpoint',
      'model/config.json: "model_type" is ["gpt2"], expected a string',
    ],
    [{ 'config.json': '', 'model.safetensors': weights }, 'bad-checkpoint', /^model\/config\.json: is not valid JSON/],
    [
      { 'config.json': { model_type: 'gpt2' }, 'model.safetensors': '' },
      'bad-checkpoint',
      'model/model.safetensors: is 0 bytes long, too short for safetensors',
    ],
  ])('is refused with its fault: %j', async (files, reason, message) => {
    const error = await rejection(openHuggingFaceFolder(memoryFolder(files)));
    expect(error.reason).toBe(reason);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
  });

  it.each([
    ['model.safetensors.incomplete', 'bad-checkpoint', /is an unfinished download/],
    ['Unconfirmed 1234.crdownload', 'bad-checkpoint', /is an unfinished download/],
    ['adapter_model.safetensors', 'unsupported', /belongs to a LoRA adapter.*merge_and_unload\(\)/],
    ['tf_model.h5', 'unsupported', /TensorFlow.*from_tf=True/],
    ['flax_model.msgpack', 'unsupported', /from_flax=True/],
    ['model.onnx', 'unsupported', /is an ONNX graph/],
    ['weights.npz', 'unsupported', /for MLX/],
    ['model-q4_0.gguf', 'unsupported', /open the file, not its folder/],
  ])('and has another file in place of weights says what to do: %s', async (file, reason, message) => {
    for (const config of [{}, { 'config.json': { model_type: 'gpt2' } }]) {
      const error = await rejection(openHuggingFaceFolder(memoryFolder({ ...config, [file]: '' })));
      expect(error.reason).toBe(reason);
      expect(error.message).toMatch(message);
      expect(error.message.startsWith(`model/${file}: `)).toBe(true);
    }
  });

  it('and has safetensors under another name says so', async () => {
    const files = { 'config.json': { model_type: 'gpt2' }, 'model.fp16.safetensors': '' };
    expect((await rejection(openHuggingFaceFolder(memoryFolder(files)))).message).toBe(
      'model/model.fp16.safetensors: is not named model.safetensors; open the file, not its folder',
    );
  });

  it('may hold an adapter beside the model, which a remark says is not applied', async () => {
    const parts = await goldenParts('gpt2');
    expect((await openHuggingFaceFolder(folderOf(parts))).remarks).toEqual([]);
    const { remarks } = await openHuggingFaceFolder(folderOf(parts, { 'adapter_config.json': {} }));
    expect(remarks).toEqual([expect.stringContaining('model/adapter_config.json: the adapter is not applied')]);
  });

  it('may hold pickled weights beside safetensors, which are read', async () => {
    const parts = await goldenParts('gpt2');
    const checkpoint = await openHuggingFaceFolder(folderOf(parts, { 'pytorch_model.bin': 'PK' }));
    expect(checkpoint.config.architecture).toBe('gpt2');
  });
});
