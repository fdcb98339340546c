import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { headTypes, type HeadType } from '../../src/shared/headTypes';
import type { Theme } from '../base/theme';
import { shortTypeName, typeGlyph, typeName } from '../base/typeGlyph';
import { hasType } from './filter/filter';
import type { HeadTable } from './headTable';

/** How many heads are of each type. A click filters by the type. A type without heads stays, so that nothing moves. */
export function typePills(
  table: HeadTable,
  filter: string,
  theme: Theme,
  onType: (type: HeadType) => void,
): TemplateResult {
  return html`<div class="types" role="group" aria-label=${l10n.t('Types')}>
    ${headTypes.map(type => {
      const count = table.rows.filter(row => row.type === type).length;
      return html`<button
        title=${count === 1 ? l10n.t('1 {0} head', typeName(type)) : l10n.t('{0} {1} heads', count, typeName(type))}
        aria-pressed=${hasType(filter, type)}
        ?disabled=${count === 0}
        @click=${() => onType(type)}
      >
        ${typeGlyph(type, theme)}<span class="word">${`${shortTypeName(type)} `}</span
        ><span class="muted">${table.hasTypes ? count : '–'}</span>
      </button>`;
    })}
  </div>`;
}
