import * as l10n from '@vscode/l10n';
import { defineKind, everywhere } from './interventionKind';

/** The head's z becomes zero while all patterns stay as they were ("pattern-preserving ablation", Olsson et al. 2022). */
export const frozen = defineKind({
  name: 'frozen',
  detail: () => l10n.t('Zero, with all attention patterns as they were: only what the head moves is lost.'),
  words: () => l10n.t('set to zero, patterns frozen'),
  isSeeded: false,
  draws: 1,
  keepsPatterns: true,
  needs: [],
  replacement: ({ dHead }) => everywhere(new Float32Array(dHead)),
  python: { comment: () => 'set to zero, all patterns as they were', value: '0.0', setup: () => '' },
});
