import { directive, Directive, type ElementPart } from 'lit/directive.js';

class ChosenOption extends Directive {
  override update({ element }: ElementPart, [value]: [string]): string {
    queueMicrotask(() => {
      if ('value' in element && element.value !== value) element.value = value;
    });
    return this.render(value);
  }

  render(value: string): string {
    return value;
  }
}

/**
 * Chooses an option of the dropdown in whose tag it stands. A `.value` in the template comes too early: options are rendered
 * after their dropdown, and the dropdown ignores a value whose option is missing or still disabled.
 */
export const chosenOption = directive(ChosenOption);
