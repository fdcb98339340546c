import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { byteSize } from '../../src/shared/byteSize';
import type { CheckpointFacts } from '../../src/shared/contracts/engineContract';
import type { WeightsFileState } from '../../src/shared/contracts/weightsFileContract';

/** The file, what its checkpoint is, and the button that makes it the active one. */
export function modelSection({ name, file, model, isActive }: WeightsFileState, onUse: () => void): TemplateResult {
  return html`<div class="title">
      <h1 class="clip" title=${name}>${name}</h1>
      <span class="muted clip">${file ? `${file.format} · ${byteSize(file.bytes)}` : ''}</span>
      ${
        model?.kind === 'checkpoint'
          ? html`<vscode-button class="use" ?disabled=${isActive} @click=${onUse}
              >${isActive ? l10n.t('In Use') : l10n.t('Use This Checkpoint')}</vscode-button
            >`
          : nothing
      }
    </div>
    ${
      model === null
        ? html`<p class="muted">${l10n.t('Reading what the checkpoint is…')}</p>`
        : model.kind === 'problem'
          ? html`<p><span class="strong">${l10n.t('Cannot be run.')}</span> ${model.message}</p>`
          : facts(model.facts)
    }`;
}

function facts({
  architecture,
  nLayers,
  nHeads,
  nKeyValueHeads,
  dModel,
  dHead,
  dMlp,
  nCtx,
  dVocab,
  parameters,
  dtypes,
  remarks,
}: CheckpointFacts): TemplateResult {
  const whole = (count: number): string => count.toLocaleString('en');
  const rows: readonly (readonly [string, string])[] = [
    [l10n.t('Architecture'), architecture],
    [l10n.t('Parameters'), `${whole(parameters)} (${dtypes.join(', ')})`],
    [
      l10n.t('Layers × heads'),
      nKeyValueHeads === nHeads
        ? `${nLayers} × ${nHeads}`
        : l10n.t('{0} × {1} ({2} key-value)', nLayers, nHeads, nKeyValueHeads),
    ],
    [l10n.t('d_model, d_head, d_mlp'), `${whole(dModel)}, ${dHead}, ${dMlp === null ? l10n.t('none') : whole(dMlp)}`],
    [l10n.t('Context'), l10n.t('{0} tokens', whole(nCtx))],
    [l10n.t('Vocabulary'), l10n.t('{0} tokens', whole(dVocab))],
  ];
  return html`<dl class="facts">
      ${rows.map(
        ([label, value]) =>
          html`<div>
            <dt class="muted">${label}</dt>
            <dd class="strong">${value}</dd>
          </div>`,
      )}
    </dl>
    ${remarks.map(remark => html`<p class="remark">${remark}</p>`)}`;
}
