import { ConfigurationTarget, workspace } from 'vscode';
import type { AttentionReduce } from '../../shared/contracts/engineContract';
import { settingId } from './settings';

/** How several heads are shown as one, from now on and everywhere. */
export async function setAggregate(reduce: AttentionReduce): Promise<void> {
  await workspace.getConfiguration().update(settingId('overlay.aggregate'), reduce, ConfigurationTarget.Global);
}
