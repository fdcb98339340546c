import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { runSuite } from './runSuite';

describe.skipIf(!hasTensorflow)('natively (skipped: TensorFlow is not set up)', () => runSuite('tensorflow'));
