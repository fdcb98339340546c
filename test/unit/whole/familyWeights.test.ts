import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../src/model/checkpoint';
import { openHuggingFaceFolder } from '../../../src/model/formats/huggingFace/openHuggingFaceFolder';
import { fixture } from '../../support/fixtures';
import { folderOf, goldenParts, type CheckpointParts } from '../../support/goldenParts';
import { rejection } from '../../support/rejection';

/** One golden of each family and form, with weights in one file. */
const goldens = readdirSync(fixture('goldens')).filter(name =>
  existsSync(fixture('goldens', name, 'model.safetensors')),
);

async function opened(name: string, change: (parts: CheckpointParts) => void): Promise<Checkpoint> {
  const parts = await goldenParts(name);
  change(parts);
  return openHuggingFaceFolder(folderOf(parts));
}

describe.each(goldens)('the weights of %s', name => {
  it('are found in a wrapper, in two, and without any prefix', async () => {
    const plain = await opened(name, () => undefined);
    for (const prefix of ['module.', '_orig_mod.model.', 'base_model.model.']) {
      const wrapped = await opened(name, parts => {
        parts.tensors = Object.fromEntries(
          Object.entries(parts.tensors).map(([tensor, kind]) => [prefix + tensor, kind]),
        );
      });
      expect([...wrapped.tensors.keys()]).toEqual([...plain.tensors.keys()]);
      expect(wrapped.remarks).toEqual(plain.remarks);
    }
  });

  it('may tie W_U to W_E or hold both, whatever the config says', async () => {
    const untied = await opened(name, parts => {
      parts.config.tie_word_embeddings = false;
      parts.tensors['lm_head.weight'] ??= outputOf(parts);
      if ('embed_out.weight' in parts.tensors) delete parts.tensors['lm_head.weight'];
    });
    expect(untied.config.tiedEmbeddings).toBe(false);
    const output = untied.parameters.find(({ parameter }) => parameter === 'unembed.W_U')?.tensor ?? '';
    expect(untied.tensors.get(output)?.name).toMatch(/^(lm_head|embed_out)\.weight$/);

    // The numbers of the test's files differ, so both are used.
    const both = await opened(name, parts => {
      parts.config.tie_word_embeddings = true;
      parts.tensors[output] = outputOf(parts);
    });
    expect(both.config.tiedEmbeddings).toBe(false);
    expect(both.remarks.join()).toContain(`holds "${output}" with other numbers`);

    const one = await opened(name, parts => {
      parts.config.tie_word_embeddings = true;
      parts.tensors = Object.fromEntries(Object.entries(parts.tensors).filter(([tensor]) => tensor !== output));
    });
    expect(one.config.tiedEmbeddings).toBe(true);
    const embedding = one.parameters.find(({ parameter }) => parameter === 'embed.W_E')?.tensor ?? '';
    const stored = one.tensors.get(embedding)?.name ?? '';
    const other = await opened(name, parts => {
      parts.config.tie_word_embeddings = true;
      parts.tensors[output] = outputOf(parts);
      parts.tensors = Object.fromEntries(Object.entries(parts.tensors).filter(([tensor]) => tensor !== stored));
    });
    expect(other.config.tiedEmbeddings).toBe(true);
    expect(other.tensors.get(embedding)?.name).toBe(output);
  });

  it('are refused beside an unknown tensor in a block, and read beside a value head', async () => {
    const [first = ''] = (await opened(name, () => undefined)).parameters
      .filter(({ parameter }) => parameter.startsWith('blocks.0.'))
      .map(({ tensor }) => tensor);
    const inBlock = `${/^.*?\b0\./.exec(first)?.[0] ?? ''}adapter.weight`;
    const error = await rejection(
      opened(name, parts => {
        parts.tensors[inBlock] = { dtype: 'F32', shape: [2] };
      }),
    );
    expect(error.message).toContain(`has the unknown tensor "${inBlock}"`);
    const beside = await opened(name, parts => {
      parts.tensors['v_head.summary.weight'] = { dtype: 'F32', shape: [1, 2] };
    });
    expect(beside.remarks.at(-1)).toContain('"v_head.summary.weight" [1, 2]');
  });
});

/** The kind of an output matrix of this model: that of its embedding. */
function outputOf({ tensors }: CheckpointParts): CheckpointParts['tensors'][string] {
  const embedding = Object.entries(tensors).find(([tensor]) =>
    /(^|\.)(wte|embed_tokens|embed_in|word_embeddings)\.weight$/.test(tensor),
  );
  if (!embedding) throw new Error('no embedding');
  return embedding[1];
}
