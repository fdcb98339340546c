import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { gradientSuite } from './trainingSuite';

describe.skipIf(!hasTensorflow)('gradients natively (where TensorFlow is set up)', () => gradientSuite('tensorflow'));
