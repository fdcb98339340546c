import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { runSuite } from './trainRunSuite';

describe.skipIf(!hasTensorflow)('on native TensorFlow (skipped without it)', () => runSuite('tensorflow'));
