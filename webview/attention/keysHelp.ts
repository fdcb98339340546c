import { html, type TemplateResult } from 'lit';

const keys: readonly (readonly [string, string])[] = [
  ['← →', 'previous, next token'],
  ['↑ ↓', 'line above, below'],
  ['Esc', 'unlock the token'],
  ['S', 'jump to the strongest source'],
  ['D', 'from / to'],
  ['[ ]', 'previous, next head'],
  ['{ }', 'layer above, below'],
  ['1 … 5', 'colouring'],
  ['H', 'hide the start token'],
  ['A', 'ablate the heads on show'],
  ['C', 'copy the strongest value'],
  ['+ − 0', 'zoom the pattern, fit'],
];

/** The keys of the surface. */
export function keysHelp(): TemplateResult {
  return html`<div class="keys" role="dialog" aria-label="Keys">
    <table>
      <tbody>
        ${keys.map(
          ([key, what]) =>
            html`<tr>
              <td><kbd>${key}</kbd></td>
              <td>${what}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
