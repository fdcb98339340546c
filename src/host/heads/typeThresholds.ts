import type { TypeThresholds } from '../../shared/headTypes';
import { setting, settingId } from '../settings';

/** From where on a head is of a type, as the person's settings have it. */
export function typeThresholds(): TypeThresholds {
  return {
    prefixMatching: setting('heads.prefixMatchingThreshold'),
    previousToken: setting('heads.previousTokenThreshold'),
    duplicateToken: setting('heads.duplicateTokenThreshold'),
  };
}

/** The settings that these are. */
export const typeThresholdIds: readonly string[] = (
  ['heads.prefixMatchingThreshold', 'heads.previousTokenThreshold', 'heads.duplicateTokenThreshold'] as const
).map(settingId);
