import { html, nothing, type TemplateResult } from 'lit';
import { AppError } from '../../src/shared/errors';
import type { Handlers } from '../../src/shared/rpc/rpc';
import {
  noTraining,
  type TrainingApp,
  type TrainingHost,
  type TrainingState,
} from '../../src/shared/contracts/trainingViewContract';
import { keepState, keptState } from '../base/extensionHost';
import { onResize } from '../base/onResize';
import { baseStyle } from '../base/styles';
import { ViewApp } from '../base/viewApp';
import { emptyTraining } from './emptyTraining';
import type { TrainingAct } from './phases';
import { stepScales, type StepScale } from '../base/plot/xAxis';
import { exportedFile } from './trainingExport';
import { trainingHeader } from './trainingHeader';
import { trainingLayout } from './trainingLayout';
import { trainingStyle } from './trainingStyle';

/** The Training view: a small model learns, and one sees when its heads begin to do induction. */
export class TrainingRoot extends ViewApp<TrainingHost, TrainingApp> {
  #state: TrainingState | null = null;
  #scale: StepScale = stepScales.find(scale => scale === keptState().stepScale) ?? 'linear';

  static override readonly styles = [baseStyle, trainingStyle];

  constructor() {
    super();
    onResize(this, () => this.requestUpdate());
  }

  protected override handlers(): Handlers<TrainingApp> {
    return {
      show: parts => {
        this.#state = { ...(this.#state ?? noTraining), ...parts };
        this.requestUpdate();
        return null;
      },
      exportFile: ({ format }) => {
        const state = this.#state;
        if (!state || state.points.length === 0) throw new AppError('bad-input', 'There are no curves yet.');
        return exportedFile(format, state, this.#scale, this.theme);
      },
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.host.ready(null);
  }

  override render(): TemplateResult | typeof nothing {
    const state = this.#state;
    if (!state) return nothing;
    const contrast = this.theme.kind.startsWith('contrast') ? 'contrast' : '';
    const { isBeside, panelHeight } = trainingLayout(this.clientWidth, this.clientHeight);
    return html`<main class="${contrast} ${isBeside ? 'beside' : ''}">
      ${
        state.phase.kind === 'none'
          ? emptyTraining(() => this.act('start'))
          : html`${trainingHeader(state, act => this.act(act))}
              <model-circuits-training-plot
                class=${contrast}
                .theme=${this.theme}
                .training=${state}
                .scale=${this.#scale}
                .panelHeight=${panelHeight}
                .onScale=${(scale: StepScale) => this.layOut(scale)}
                .onUseSnapshot=${(step: number) => void this.host.useSnapshot({ step })}
              ></model-circuits-training-plot>`
      }
    </main>`;
  }

  private act(act: TrainingAct): void {
    void this.host[act](null);
  }

  private layOut(scale: StepScale): void {
    this.#scale = scale;
    keepState({ stepScale: scale });
    this.requestUpdate();
  }
}
