import type { TypeThresholds } from '../../shared/headTypes';
import { setting } from '../settings';

/** From where on a head is of a type, as the person's settings have it. */
export function typeThresholds(): TypeThresholds {
  return {
    prefixMatching: setting('heads.prefixMatchingThreshold'),
    previousToken: setting('heads.previousTokenThreshold'),
    duplicateToken: setting('heads.duplicateTokenThreshold'),
  };
}
