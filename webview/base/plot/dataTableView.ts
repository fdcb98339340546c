import { html, type TemplateResult } from 'lit';
import * as l10n from '@vscode/l10n';
import { fixed } from '../../../src/shared/numberText';
import type { DataTable } from './dataTable';
import { wholeText } from './numbers';

/** The numbers of a plot for a user who does not see it. */
export function dataTableView({ columns, rows }: DataTable, caption: string): TemplateResult {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([x, ...values]) =>
          html`<tr>
            <th scope="row">${wholeText(x ?? 0)}</th>
            ${values.map(value => html`<td>${value === null ? l10n.t('not measured') : fixed(value, 3)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
