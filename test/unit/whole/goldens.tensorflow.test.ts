import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { goldenSuite } from './goldenSuite';

describe.skipIf(!hasTensorflow)('native (where TensorFlow is set up)', () => goldenSuite('tensorflow'));
