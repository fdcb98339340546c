import * as l10n from '@vscode/l10n';
import { formatHeads, type HeadRef } from '../../src/shared/heads';

/** Up to `max` heads by name, "L5H1 L6H9"; more as their number, "5 heads". */
export function headsText(heads: readonly HeadRef[], max = 3): string {
  return heads.length <= max ? formatHeads(heads) : l10n.t('{0} heads', heads.length);
}
