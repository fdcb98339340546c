import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { sizeOfShape } from '../../src/shared/tensorView';
import type { TensorEntry, TensorHistogram } from '../../src/shared/weightsFile';
import { histogramDrawing } from './histogramDrawing';
import { shapeText } from './shapeText';
import { significant } from './significant';
import type { WeightsViewState } from './weightsViewState';

/** The current tensor and, once the user asks for it, its histogram. */
export function tensorDetail(
  { current, histogram }: WeightsViewState,
  onOpen: (tensor: TensorEntry) => void,
): TemplateResult {
  if (!current) {
    return html`<section class="detail">
      <p class="muted">${l10n.t('Click a tensor to see how its numbers are distributed.')}</p>
    </section>`;
  }
  return html`<section class="detail" aria-label=${current.name}>
    <h2 class="mono">${breakable(current.name)}</h2>
    <p class="muted small">
      ${current.dtype} · ${shapeText(current.shape)} ·
      ${l10n.t('{0} numbers', sizeOfShape(current.shape).toLocaleString('en'))}
    </p>
    <div class="histogram">${content()}</div>
  </section>`;

  function content(): TemplateResult | typeof nothing {
    switch (histogram.kind) {
      case 'none':
        return current
          ? html`<vscode-button appearance="secondary" @click=${() => onOpen(current)}
              >${l10n.t('Histogram')}</vscode-button
            >`
          : nothing;
      case 'reading':
        return html`<p class="muted" role="status">${l10n.t('Reading the tensor…')}</p>`;
      case 'failed':
        return html`<p role="alert">${histogram.message}</p>`;
      case 'known':
        return html`${histogramDrawing(histogram.histogram)} ${numbers(histogram.histogram)}`;
    }
  }
}

function numbers({ min, max, mean, deviation, zeros, notFinite }: TensorHistogram): TemplateResult {
  const rows: readonly (readonly [string, string])[] = [
    [l10n.t('mean'), significant(mean)],
    [l10n.t('standard deviation'), significant(deviation)],
    [l10n.t('smallest'), significant(min)],
    [l10n.t('largest'), significant(max)],
    [l10n.t('zeros'), zeros.toLocaleString('en')],
    ...(notFinite > 0 ? [[l10n.t('infinite or no number'), notFinite.toLocaleString('en')] as const] : []),
  ];
  return html`<dl class="numbers">
    ${rows.map(
      ([label, value]) =>
        html`<dt class="muted">${label}</dt>
          <dd class="number strong">${value}</dd>`,
    )}
  </dl>`;
}

/** A tensor's name that breaks after its dots: "model.layers.1." and "self_attn.q_proj.weight". */
function breakable(name: string): TemplateResult[] {
  return name.split(/(?<=\.)/).map(part => html`${part}<wbr />`);
}
