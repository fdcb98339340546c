import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { goldenSuite } from './goldenSuite';

describe.skipIf(!hasTensorflow)('native (skipped: TensorFlow is not set up)', () => goldenSuite('tensorflow'));
