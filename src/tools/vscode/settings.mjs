// @ts-check

/**
 * Settings of a VS Code that a program drives: nothing pops up, looks anything up, or moves by itself.
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
  'files.autoSave': 'off', // by default the workbench in a browser saves after 1 s, the desktop does not
  'editor.hover.delay': 100,
  'workbench.reduceMotion': 'on', // else menus are half transparent in pictures
  'editor.cursorBlinking': 'solid',
  'window.autoDetectColorScheme': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false, // else there is a notification for every port that a program opens
};
