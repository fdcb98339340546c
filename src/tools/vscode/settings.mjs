// @ts-check

/**
 * Settings of a VS Code that is driven by a program: nothing pops up, nothing is looked up, nothing moves by itself.
 * @type {Record<string, unknown>}
 */
export const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'files.hotExit': 'off',
  'files.autoSave': 'off', // the workbench in a browser saves after 1 s by default, the desktop does not
  'editor.hover.delay': 100,
  'workbench.reduceMotion': 'on', // else a menu is photographed half transparent
  'editor.cursorBlinking': 'solid',
  'window.autoDetectColorScheme': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false, // a notification for every port that anyone opens
};
