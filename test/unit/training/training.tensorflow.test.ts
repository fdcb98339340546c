import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { gradientSuite } from './trainingSuite';

describe.skipIf(!hasTensorflow)('gradients on native TensorFlow (skipped without it)', () =>
  gradientSuite('tensorflow'),
);
