import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { gradientSuite } from './gradientSuite';

describe.skipIf(!hasTensorflow)('gradients natively (skipped: TensorFlow is not set up)', () =>
  gradientSuite('tensorflow'),
);
