import * as l10n from '@vscode/l10n';
import { defineKind, everywhere } from './interventionKind';

/** The head's z becomes zero, and everything after it is computed again ("full ablation", Olsson et al. 2022). */
export const zero = defineKind({
  name: 'zero',
  detail: () => l10n.t('Zero. The model computes everything after the head again.'),
  words: () => l10n.t('set to zero'),
  isSeeded: false,
  draws: 1,
  keepsPatterns: false,
  needs: [],
  replacement: ({ dHead }) => everywhere(new Float32Array(dHead)),
  python: { comment: () => 'set to zero', value: '0.0', setup: () => '' },
});
