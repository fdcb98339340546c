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
 * <vscode-text-field>, <vscode-progress-ring>. The only importer of the toolkit, which is archived (design decision 5):
 * another kit would be put in its place here. Its badge is not among them, since its template breaks the page's policy.
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

/** What a control's change event came from. */
export function changedValue(event: Event): string {
  const { target } = event;
  return target instanceof HTMLElement && 'value' in target && typeof target.value === 'string' ? target.value : '';
}
