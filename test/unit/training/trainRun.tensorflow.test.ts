import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { runSuite } from './trainRunSuite';

describe.skipIf(!hasTensorflow)('natively (where TensorFlow is set up)', () => runSuite('tensorflow'));
