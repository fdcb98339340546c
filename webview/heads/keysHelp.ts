import { html, type TemplateResult } from 'lit';

const keys: readonly (readonly [string, string])[] = [
  ['← → ↑ ↓', 'from head to head'],
  ['Enter', 'show in the editors'],
  ['Space', 'select, or not'],
  ['Shift ↑ ↓', 'select several'],
  ['Ctrl A', 'select all listed'],
  ['Esc', 'clear the selection'],
  ['S', 'sort by the next column'],
  ['A', 'ablate'],
  ['C', 'copy the value'],
  ['/', 'filter'],
  ['?', 'these keys'],
];

export function keysHelp(): TemplateResult {
  return html`<aside class="keys" aria-label="Keys">
    <table>
      ${keys.map(
        ([key, what]) =>
          html`<tr>
            <td><kbd>${key}</kbd></td>
            <td>${what}</td>
          </tr>`,
      )}
    </table>
  </aside>`;
}
