import { ConfigurationTarget, workspace, type ConfigurationScope } from 'vscode';
import type { InterventionKindName } from '../../shared/interventions/registry';
import type { AttentionReduce, BackendChoice, StartTokenChoice } from '../../shared/contracts/engineContract';

/** The settings and their types. package.json has the defaults; a test compares the two. */
export interface Settings {
  readonly 'run.startToken': StartTokenChoice;
  readonly 'run.maxTokens': number;
  readonly 'run.onEdit': boolean;
  readonly 'run.onEditDelay': number;
  readonly 'overlay.aggregate': AttentionReduce;
  readonly 'overlay.tokenBoundaries': boolean;
  readonly 'ablation.kind': InterventionKindName;
  readonly 'heads.prefixMatchingThreshold': number;
  readonly 'heads.previousTokenThreshold': number;
  readonly 'heads.duplicateTokenThreshold': number;
  readonly 'engine.backend': BackendChoice;
  readonly 'engine.tensorflowPath': string;
  readonly 'engine.idleMinutes': number;
  readonly 'checkpoints.maxFolders': number;
}

export const settingsSection = 'modelCircuits';

export function setting<Name extends keyof Settings>(name: Name, scope?: ConfigurationScope): Settings[Name] {
  const value = workspace.getConfiguration(settingsSection, scope).get<Settings[Name]>(name);
  if (value === undefined) throw new Error(`package.json declares no setting ${settingsSection}.${name}`);
  return value;
}

/** The full name of a setting, "modelCircuits.run.maxTokens", for `affectsConfiguration`. */
export function settingId(name: keyof Settings): string {
  return `${settingsSection}.${name}`;
}

/** Sets how several heads are shown as one, in all views: the setting `overlay.aggregate`. */
export async function setAggregate(reduce: AttentionReduce): Promise<void> {
  await workspace.getConfiguration().update(settingId('overlay.aggregate'), reduce, ConfigurationTarget.Global);
}
