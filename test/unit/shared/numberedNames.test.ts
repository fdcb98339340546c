import { describe, expect, it } from 'vitest';
import { isGeneric, numberedName, snapshotStep } from '../../../src/shared/numberedNames';

describe('the training step in a name', () => {
  it.each([
    ['step-000350', 350],
    ['step512', 512],
    ['step0', 0],
    ['step_10', 10],
    ['Step-10', 10],
    ['checkpoint-1000', 1000],
    ['CHECKPOINT-7', 7],
    ['checkpoint1000', 1000],
    ['global_step3000', 3000],
    ['iter_0000100', 100],
    ['iter-5', 5],
    ['gpt2-small-step-10', 10],
    ['step1000-tokens4B', 1000],
    ['stage1-step2000-tokens9B', 2000],
    ['ckpt_100.pt', 100],
    ['ckpt-200.pth', 200],
    ['model_step=1e4.safetensors', 10_000],
    ['step-1.5e3.pt', 1500],
    ['epoch=3-step=200.ckpt', 200],
    ['checkpoint-250.gguf', 250],
  ])('of %s is %d', (name, step) => {
    expect(snapshotStep(name)).toBe(step);
  });

  it.each([
    ...['step', 'step-', 'step-1b', 'step--1', 'checkpoint-', 'gpt2', '', 'footstep-1', 'step-5.txt', 'step-1.5'],
    ...['epoch-3', 'model_7.pth', 'model-10', '.step-5', 'step-9999999999999999', 'step-1e99'],
    ...['checkpoint-00001-of-00002.safetensors', 'llama-3.gguf', 'model-Q4_0.gguf'],
  ])('is not known from %j', name => {
    expect(snapshotStep(name)).toBeNull();
  });

  it('is read up to what a number holds exactly', () => {
    expect(snapshotStep('step-999999999999999')).toBe(999_999_999_999_999);
    expect(snapshotStep('step-9e14')).toBe(9e14);
    expect(snapshotStep('step-9.5e15')).toBeNull();
  });
});

describe('a number without a word', () => {
  it.each([
    ['model_7.pth', 7, null],
    ['SoLU_2L_000400.pth', 400, 'SoLU_2L'],
    ['finetuned_model_100.safetensors', 100, 'finetuned_model'],
    ['1000.pt', 1000, null],
  ])('in the file %s is %d, of %j', (name, number, stem) => {
    expect(numberedName(name)).toMatchObject({ number, stem, counts: 'unknown' });
  });

  it.each([
    ...['model-00001-of-00002.safetensors', 'seed_1.pt', 'model_seed1.pt', 'lr_1e-4.pt', 'mp_rank_00.pt'],
    ...['gpt2.pt', 'l_2_2_model.pth', 'model-10', 'llama-7.gguf', 'x-Q4_0.bin'],
  ])('is none in %s', name => {
    expect(numberedName(name)).toBeNull();
  });
});

it.each([
  ['step-5', 'checkpoint-10', true],
  ['ckpt_1.pt', 'ckpt_20.pt', true],
  ['pythia-70m-step1', 'pythia-70m-step2', true],
  ['pythia-70m-step1', 'pythia-160m-step1', false],
  ['step1000-tokens4B', 'step2000-tokens8B', true],
  ['step1000', 'step1000-unsharded', false],
  ['epoch=1-step=100.ckpt', 'epoch=2-step=200.ckpt', true],
  ['epoch-1', 'step-1', false],
  ['a_1.pt', 'a_2.pth', false],
  ['a_1.pt', 'b_1.pt', false],
])('%s and %s are of one series: %s', (a, b, expected) => {
  expect(numberedName(a)?.series === numberedName(b)?.series).toBe(expected);
});

it.each([
  ['checkpoints', true],
  ['model.safetensors', true],
  ['hf_model', true],
  ['', true],
  ['gpt2', false],
  ['model-small', false],
])('the name %j says nothing: %s', (name, expected) => {
  expect(isGeneric(name)).toBe(expected);
});
