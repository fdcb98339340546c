import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { WeightsFileApp, WeightsFileHost } from '../../src/shared/contracts/weightsFileContract';
import type { Handlers } from '../../src/shared/rpc/rpc';
import type { TensorEntry } from '../../src/shared/weightsFile';
import { changedValue } from '../base/controls';
import type { KeyRow } from '../base/keys';
import { keysStyle } from '../base/keysHelp';
import { statusLineStyle } from '../base/statusLine';
import { baseStyle } from '../base/styles';
import { ViewApp } from '../base/viewApp';
import { modelSection } from './modelSection';
import { metadataSection } from './metadataSection';
import { tensorDetail } from './tensorDetail';
import { WeightsViewState } from './weightsViewState';
import { weightsStyle } from './weightsStyle';

/** The viewer of a file of weights: what the model is, the tensors, and how the numbers of one are distributed. */
export class WeightsRoot extends ViewApp<WeightsFileHost, WeightsFileApp> {
  readonly #view = new WeightsViewState(this);

  static override readonly styles = [baseStyle, keysStyle, statusLineStyle, weightsStyle];

  protected override handlers(): Handlers<WeightsFileApp> {
    return { show: parts => this.#view.receive(parts) };
  }

  protected override ready(): Promise<unknown> {
    return this.host.ready(null);
  }

  protected override keyRows(): readonly KeyRow[] {
    return [
      {
        keys: '/',
        what: l10n.t('filter tensors'),
        actions: { '/': () => this.renderRoot.querySelector<HTMLElement>('#filter')?.focus() },
      },
      { keys: '↑ ↓', what: l10n.t('go from tensor to tensor') },
      { keys: 'Enter', what: l10n.t('histogram of the tensor') },
      { keys: 'c', what: l10n.t('copy the name of the tensor'), actions: { c: () => this.copyName() } },
    ];
  }

  protected override content(): TemplateResult | typeof nothing {
    const { data, filter, shown, current } = this.#view;
    if (!data) return nothing;
    const { file, problem } = data;
    return html`<header>
        ${modelSection(data, () => this.attempt(this.host.useCheckpoint(null)))}
        ${problem === null ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
        ${file ? metadataSection(file) : nothing}
      </header>
      ${
        file
          ? html`<section class="tensors" aria-label=${l10n.t('Tensors')}>
                <div class="bar">
                  <h2>${l10n.t('Tensors')}</h2>
                  <vscode-text-field
                    id="filter"
                    class="grow"
                    placeholder=${l10n.t('Filter by name, dtype or shape')}
                    aria-label=${l10n.t('Filter by name, dtype or shape')}
                    .value=${filter}
                    @input=${(event: Event) => this.#view.setFilter(changedValue(event))}
                  ></vscode-text-field>
                  <span class="small muted number" role="status"
                    >${l10n.t('{0} of {1}', shown.length, file.tensors.length)}</span
                  >
                </div>
                <model-circuits-tensor-table
                  .tensors=${shown}
                  .current=${current?.name ?? null}
                  .onMove=${(tensor: TensorEntry) => this.#view.moveTo(tensor)}
                  .onOpen=${(tensor: TensorEntry) => this.#view.open(tensor)}
                ></model-circuits-tensor-table>
              </section>
              ${tensorDetail(this.#view, tensor => this.#view.open(tensor))}`
          : problem === null
            ? html`<p class="muted reading">${l10n.t('Reading the header…')}</p>`
            : nothing
      }
      ${this.statusLine()}`;
  }

  private copyName(): void {
    const { current } = this.#view;
    if (current) this.attempt(this.host.copy({ text: current.name }));
  }
}

customElements.define('model-circuits-weights', WeightsRoot);
