import { html, nothing, type TemplateResult } from 'lit';
import type { Handlers } from '../../src/shared/rpc/rpc';
import {
  noTraining,
  type TrainingApp,
  type TrainingHost,
  type TrainingState,
} from '../../src/shared/contracts/trainingViewContract';
import { onResize } from '../base/onResize';
import { axisScales, type AxisScale } from '../base/plot/xAxis';
import { statusLineStyle } from '../base/statusLine';
import { baseStyle } from '../base/styles';
import { ViewApp } from '../base/viewApp';
import { emptyTraining } from './emptyTraining';
import type { TrainingAct } from './phases';
import { exportedFile } from './trainingExport';
import { trainingHeader } from './trainingHeader';
import { trainingLayout, type TrainingLayout } from './trainingLayout';
import { trainingStyle } from './trainingStyle';

/** The Training view: shows how a small model learns, and when its heads begin to do induction. */
export class TrainingRoot extends ViewApp<TrainingHost, TrainingApp> {
  #state: TrainingState | null = null;
  #scale: AxisScale = axisScales.find(scale => scale === this.kept().stepScale) ?? 'linear';

  static override readonly styles = [baseStyle, statusLineStyle, trainingStyle];

  constructor() {
    super();
    onResize(this, () => this.requestUpdate());
  }

  protected override handlers(): Handlers<TrainingApp> {
    return {
      show: parts => {
        this.#state = { ...(this.#state ?? noTraining), ...parts };
        this.requestUpdate();
      },
      exportFile: ({ format }) => exportedFile(format, this.#state, this.#scale, this.theme),
    };
  }

  protected override ready(): Promise<unknown> {
    return this.host.ready(null);
  }

  protected override mainClass(): string {
    return this.layout.isBeside ? 'beside' : '';
  }

  private get layout(): TrainingLayout {
    return trainingLayout(this.clientWidth, this.clientHeight);
  }

  protected override content(): TemplateResult | typeof nothing {
    const state = this.#state;
    if (!state) return nothing;
    const contrast = this.theme.kind.startsWith('contrast') ? 'contrast' : '';
    return html`${
      state.phase.kind === 'none'
        ? emptyTraining(() => this.act('start'))
        : html`${trainingHeader(state, act => this.act(act))}
            <model-circuits-training-plot
              class=${contrast}
              .theme=${this.theme}
              .training=${state}
              .scale=${this.#scale}
              .panelHeight=${this.layout.panelHeight}
              .onScale=${(scale: AxisScale) => this.setScale(scale)}
              .onUseSnapshot=${(step: number) => this.attempt(this.host.useSnapshot({ step }))}
            ></model-circuits-training-plot>`
    }
    ${this.statusLine()}`;
  }

  private act(act: TrainingAct): void {
    this.attempt(this.host[act](null));
  }

  private setScale(scale: AxisScale): void {
    this.#scale = scale;
    this.keep({ stepScale: scale });
    this.requestUpdate();
  }
}
