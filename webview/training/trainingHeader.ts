import { html, nothing, type TemplateResult } from 'lit';
import * as l10n from '@vscode/l10n';
import { fixed } from '../../src/shared/numberText';
import type { TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { filledText } from '../base/filledText';
import { wholeText } from '../base/plot/numbers';
import { actMeaning, actName, phaseActs, phaseName, type TrainingAct } from './phases';
import { durationText, speedText } from './progressText';

/** The run, how far it is, and the buttons of its phase. */
export function trainingHeader(state: TrainingState, onAct: (act: TrainingAct) => void): TemplateResult {
  const { run, summary, backend, phase, loss, tokensPerSecond } = state;
  const isFailed = phase.kind === 'failed';
  const strong = (text: string): TemplateResult => html`<span class="strong">${text}</span>`;
  return html`<header>
    <div class="line">
      <h2 class="clip grow" title=${run ?? ''}>${run ?? l10n.t('Training')}</h2>
      <span class="phase small ${isFailed ? 'failed' : 'muted'}" role="status">${phaseName(phase)}</span>
    </div>
    <p class="small muted">${[summary, backend].filter(Boolean).join(' · ')}</p>
    ${progressBar(state)}
    <div class="values small">
      <span>${filledText(l10n.t('step {0} of {1}'), strong(wholeText(state.step)), wholeText(state.steps))}</span>
      <span class="number left">${leftText(state)}</span>
      <span title=${l10n.t('On the rows of the last step, in nats')}
        >${filledText(l10n.t('training loss {0}'), strong(loss === null ? '–' : fixed(loss, 3)))}</span
      >
      <span class="number speed">${speedText(tokensPerSecond)}</span>
    </div>
    ${isFailed ? html`<p class="message" role="alert">${phase.message}</p>` : nothing}
    <div class="acts">
      ${phaseActs(phase).map(
        ({ act, isEnabled }, index) =>
          html`<vscode-button
            appearance=${index === 0 ? 'primary' : 'secondary'}
            title=${actMeaning(act)}
            ?disabled=${!isEnabled}
            @click=${() => onAct(act)}
            >${actName(act)}</vscode-button
          >`,
      )}
    </div>
  </header>`;
}

function progressBar({ step, steps }: TrainingState): TemplateResult {
  const percent = steps > 0 ? Math.min(100, (100 * step) / steps) : 0;
  return html`<div
    class="bar"
    role="progressbar"
    aria-label=${l10n.t('Training')}
    aria-valuemin="0"
    aria-valuemax=${Math.max(1, steps)}
    aria-valuenow=${step}
    aria-valuetext=${l10n.t('step {0} of {1}', wholeText(step), wholeText(steps))}
  >
    <span .style=${`width: ${percent}%`}></span>
  </div>`;
}

/** Empty while the run rests: it has no time left then. */
function leftText({ phase, secondsLeft }: TrainingState): string {
  if (phase.kind !== 'running') return '';
  return l10n.t('{0} left', secondsLeft === null ? '–' : durationText(secondsLeft));
}
