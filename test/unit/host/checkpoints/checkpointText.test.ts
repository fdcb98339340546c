import { describe, expect, it } from 'vitest';
import type { CheckpointEntry, CheckpointState } from '../../../../src/host/checkpoints/checkpointEntry';
import { description, tooltip } from '../../../../src/host/checkpoints/checkpointText';
import { nameByPath } from '../../../../src/shared/checkpointNames';
import type { CheckpointFacts } from '../../../../src/shared/contracts/engineContract';

const facts: CheckpointFacts = {
  ...{ architecture: 'llama', nLayers: 30, nHeads: 9, nKeyValueHeads: 3, dModel: 576, dHead: 64, dMlp: 1536 },
  ...{
    nCtx: 8192,
    dVocab: 49152,
    dVocabOut: 49152,
    parameters: 134515008,
    dtypes: ['F32'],
    weightBytes: 1e8,
    tokenizer: 'gguf',
  },
  ...{ step: null, remarks: [] },
};

function entry(path: string, state: CheckpointState | null): CheckpointEntry {
  return { ...nameByPath(path), path, origin: 'workspace', state };
}

function described(path: string, changes: Partial<CheckpointFacts> = {}): CheckpointEntry {
  return entry(path, { kind: 'checkpoint', facts: { ...facts, ...changes }, training: null });
}

describe('the row of a checkpoint', () => {
  it('says what model it is', () => {
    expect(description(described('/m/a.gguf'), false, null)).toBe('llama · 30 × 9');
    expect(description(described('/m/a.gguf'), true, 0.63)).toBe('active · ▰▰▰▱▱ .63 · llama · 30 × 9');
    expect(description(entry('/m/a.gguf', null), false, null)).toBe('');
  });

  it.each([
    [['Q4_K', 'Q6_K', 'F32'], 'llama · 30 × 9 · Q4_K'],
    [['BF16', 'F32'], 'llama · 30 × 9'],
    [[], 'llama · 30 × 9'],
  ])('names the quantisation of %j: %s', (dtypes, text) => {
    expect(description(described('/m/a.gguf', { dtypes }), false, null)).toBe(text);
  });

  it('counts what there is to know', () => {
    expect(description(described('/m/a', { remarks: ['x'] }), false, null)).toBe('llama · 30 × 9 · 1 note');
    expect(description(described('/m/a', { remarks: ['x', 'y'] }), false, null)).toBe('llama · 30 × 9 · 2 notes');
  });

  it.each([
    ['/m/gpt2', 'gpt2/config.json: is not JSON', 'config.json: is not JSON'],
    ['/m/gpt2', 'gpt2: has no config.json; copy it', 'has no config.json; copy it'],
    ['/m/ckpt.pt', 'ckpt.pt: is a state', 'is a state'],
    ['/h/models--o--n/snapshots/0123456789', 'o/n@0123456/config.json: is not JSON', 'config.json: is not JSON'],
    ['/m/gpt2', '/m/gpt2 is gone', '/m/gpt2 is gone'],
  ])('of %s says what is wrong and what to do, without its name: %s', (path, message, shown) => {
    const broken = entry(path, { kind: 'problem', message });
    expect(description(broken, false, null)).toBe(shown);
  });
});

describe('the tooltip of a checkpoint', () => {
  it('has a table of facts, and every remark as plain text', () => {
    const text = tooltip(described('/r/step-5', { remarks: ['left out: [a](b) | c'] }), true, null);
    expect(text).toContain('**r&#47;step&#45;5** (active)');
    expect(text).toContain('| parameters &nbsp; | 134,515,008 |');
    expect(text).toContain('$(info) left out&#58; &#91;a&#93;&#40;b&#41; &#124; c');
    expect(text).not.toContain('[a]');
  });

  it.each([
    ['/m/smollm/tokenizer.json', 'smollm&#47;tokenizer&#46;json, chosen by you'],
    ['bytes', 'bytes, chosen by you'],
  ])('names the tokenizer that the user chose: %s', (tokenizer, text) => {
    const chosen = { ...described('/m/a', { tokenizer: 'chosen' }), tokenizer };
    expect(tooltip(chosen, false, null)).toContain(`| tokenizer &nbsp; | ${text} |`);
  });

  it('has the whole problem', () => {
    const text = tooltip(
      entry('/m/gpt2', { kind: 'problem', message: 'gpt2: has no config.json; copy it' }),
      false,
      null,
    );
    expect(text).toContain('$(warning) has no config&#46;json&#59; copy it');
  });
});
