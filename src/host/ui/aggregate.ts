import { ConfigurationTarget, workspace } from 'vscode';
import type { AttentionReduce } from '../../shared/contracts/engineContract';
import { settingId } from './settings';

/** Sets how several heads are shown as one, in all views: the setting `overlay.aggregate`. */
export async function setAggregate(reduce: AttentionReduce): Promise<void> {
  await workspace.getConfiguration().update(settingId('overlay.aggregate'), reduce, ConfigurationTarget.Global);
}
