import { html, type TemplateResult } from 'lit';

/** A share from 0 to 1 as a bar; a signed share, −1 to 1, as a bar from the middle. */
export function valueBar(share: number, ink: string, isSigned: boolean): TemplateResult {
  const width = Math.min(1, Math.abs(share)) * (isSigned ? 50 : 100);
  const left = isSigned ? (share < 0 ? 50 - width : 50) : 0;
  return html`<div class="track ${isSigned ? 'signed' : ''}">
    <span .style=${`left: ${left}%; width: ${width}%; background: ${ink}`}></span>
  </div>`;
}
