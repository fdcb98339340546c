import type { TypeThresholds } from '../../shared/headTypes';
import { setting, settingsSection } from '../ui/settings';

/** The smallest score of a head of each type, from the user's settings. */
export function typeThresholds(): TypeThresholds {
  return {
    prefixMatching: setting('heads.prefixMatchingThreshold'),
    previousToken: setting('heads.previousTokenThreshold'),
    duplicateToken: setting('heads.duplicateTokenThreshold'),
  };
}

/** The section of these settings, for `affectsConfiguration`. */
export const typeThresholdsSection = `${settingsSection}.heads`;
