import type { TemplateResult } from 'lit';

/**
 * A translated text, asked of `l10n.t` without values, with elements instead of {0}, {1} and so on:
 * `filledText(l10n.t('step {0} of {1}'), html`<b>3</b>`, '650')`.
 */
export function filledText(
  message: string,
  ...values: readonly (TemplateResult | string)[]
): readonly (TemplateResult | string)[] {
  // Splitting at a group keeps the group: texts and indexes take turns.
  return message.split(/\{(\d+)\}/).map((part, index) => (index % 2 === 0 ? part : (values[Number(part)] ?? '')));
}
