import { l10n } from 'vscode';
import type { DataSetup, ModelSetup, TrainingSetup } from '../../shared/trainingSetup';

/** Model, data and seed in one line: "2 layers × 4 heads, rotary positions, repeated random tokens, seed 0". */
export function setupSummary({ model, data, seed }: TrainingSetup): string {
  const positions = model.positional_embedding_type ?? 'rotary';
  return [
    shape(model),
    ...(model.attn_only === false ? [l10n.t('with MLP')] : []),
    l10n.t('{0} positions', positions),
    ...(model.smeared_keys ? [l10n.t('smeared keys')] : []),
    dataName(data),
    l10n.t('seed {0}', seed),
  ].join(', ');
}

function shape({ n_layers, n_heads }: ModelSetup): string {
  return n_layers === 1 ? l10n.t('1 layer × {0} heads', n_heads) : l10n.t('{0} layers × {1} heads', n_layers, n_heads);
}

function dataName(data: DataSetup): string {
  switch (data.kind) {
    case 'repeat':
      return l10n.t('repeated random tokens');
    case 'bigrams':
      return l10n.t('repeated bigram text');
    case 'stories':
      return l10n.t('small stories');
    case 'text':
      return data.path;
  }
}
