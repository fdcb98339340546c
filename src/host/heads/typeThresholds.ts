import type { TypeThresholds } from '../../shared/headTypes';
import { setting, settingsSection } from '../ui/settings';

/** From where on a head is of a type, as the person's settings have it. */
export function typeThresholds(): TypeThresholds {
  return {
    prefixMatching: setting('heads.prefixMatchingThreshold'),
    previousToken: setting('heads.previousTokenThreshold'),
    duplicateToken: setting('heads.duplicateTokenThreshold'),
  };
}

/** The section of settings that they stand in, as `affectsConfiguration` wants it. */
export const typeThresholdsSection = `${settingsSection}.heads`;
