import { l10n } from 'vscode';
import { AppError } from '../../shared/errors';
import { allHeads } from '../../shared/heads';
import { headTypesOf, type HeadType } from '../../shared/headTypes';
import { headIntervention } from '../../shared/interventions/intervention';
import { typeThresholds } from '../heads/typeThresholds';
import type { Command } from './command';
import { setting } from '../ui/settings';

export const ablateInductionHeads = ablating('modelCircuits.ablateInductionHeads', 'induction');
export const ablatePreviousTokenHeads = ablating('modelCircuits.ablatePreviousTokenHeads', 'previous token');

/** Ablates all heads of a type. The heads are scored first if they have no scores. */
function ablating(id: string, type: HeadType): Command {
  return {
    id,
    async run({ headScores, headsView, view }) {
      if (!headScores.clean.set) await headsView.focus();
      const { scores } = await headScores.completed();
      const { loaded } = headScores;
      const types = headTypesOf(scores, typeThresholds());
      const heads = loaded ? allHeads(loaded.facts).filter((_, head) => types?.[head] === type) : [];
      if (heads.length === 0) {
        throw new AppError('bad-input', l10n.t('No head of this checkpoint has the type {0}.', type));
      }
      view.set({ ablation: headIntervention(setting('ablation.kind'), heads) });
    },
  };
}
