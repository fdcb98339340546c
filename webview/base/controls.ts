import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/**
 * Defines the leaf controls that the views use: <vscode-button>, <vscode-dropdown> with <vscode-option>, <vscode-checkbox>,
 * <vscode-text-field>, <vscode-progress-ring>. No other file imports the toolkit: it is archived, and another kit would
 * replace it here. The toolkit's badge is left out, since its template breaks the page's content security policy.
 */
export function defineControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

/** The new value of the control that a change event came from. */
export function changedValue(event: Event): string {
  const { target } = event;
  return target instanceof HTMLElement && 'value' in target && typeof target.value === 'string' ? target.value : '';
}
