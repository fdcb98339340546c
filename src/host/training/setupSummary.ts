import type { DataRecipe, TrainingSetup } from '../../shared/trainingSetup';

/** What is trained, in one line: "2 layers × 4 heads, rotary, repeated random tokens, seed 0". */
export function setupSummary({ model, data, seed }: TrainingSetup): string {
  const parts = [
    `${model.n_layers} ${model.n_layers === 1 ? 'layer' : 'layers'} × ${model.n_heads} heads`,
    ...(model.attn_only === false ? ['with MLP'] : []),
    `${model.positional_embedding_type ?? 'rotary'} positions`,
    ...(model.smeared_keys ? ['smeared keys'] : []),
    dataName(data),
    `seed ${seed}`,
  ];
  return parts.join(', ');
}

function dataName(data: DataRecipe): string {
  switch (data.kind) {
    case 'repeat':
      return 'repeated random tokens';
    case 'bigrams':
      return 'repeated bigram text';
    case 'stories':
      return 'small stories';
    case 'text':
      return data.path;
  }
}
