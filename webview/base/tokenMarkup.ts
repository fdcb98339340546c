import { html, type TemplateResult } from 'lit';

const signs = /([␣⏎⇥])/;

/** A token in a list: its label in the editor's font, with ␣ ⏎ ⇥ muted. */
export function tokenMarkup(label: string): TemplateResult {
  return html`<span class="token"
    >${label.split(signs).map(part => (signs.test(part) ? html`<span class="sign">${part}</span>` : part))}</span
  >`;
}
