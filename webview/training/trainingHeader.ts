import { html, nothing, type TemplateResult } from 'lit';
import { fixed } from '../../src/shared/numberText';
import type { TrainingState } from '../../src/shared/contracts/trainingViewContract';
import { durationText, speedText, wholeText } from '../base/plot/numbers';
import { actMeaning, actName, phaseActs, phaseName, type TrainingAct } from './phases';

/** What is trained, how far it is, and what can be done about it. */
export function trainingHeader(state: TrainingState, onAct: (act: TrainingAct) => void): TemplateResult {
  const { run, summary, backend, phase, loss, tokensPerSecond } = state;
  const isFailed = phase.kind === 'failed';
  return html`<header>
    <div class="line">
      <h2 class="clip grow" title=${run ?? ''}>${run ?? 'Training'}</h2>
      <span class="phase small ${isFailed ? 'failed' : 'muted'}" role="status">${phaseName(phase)}</span>
    </div>
    <p class="small muted">${[summary, backend].filter(Boolean).join(' · ')}</p>
    ${progressBar(state)}
    <div class="values small">
      <span>step <span class="strong">${wholeText(state.step)}</span> of ${wholeText(state.steps)}</span>
      <span class="number left">${leftText(state)}</span>
      <span title="Of the last step’s own rows, in nats"
        >training loss <span class="strong">${loss === null ? '–' : fixed(loss, 3)}</span></span
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
    aria-label="Training"
    aria-valuemin="0"
    aria-valuemax=${Math.max(1, steps)}
    aria-valuenow=${step}
    aria-valuetext="step ${wholeText(step)} of ${wholeText(steps)}"
  >
    <span .style=${`width: ${percent}%`}></span>
  </div>`;
}

/** Only while it goes on: a run that rests has no time left. */
function leftText({ phase, secondsLeft }: TrainingState): string {
  if (phase.kind !== 'running') return '';
  return secondsLeft === null ? '– left' : `${durationText(secondsLeft)} left`;
}
