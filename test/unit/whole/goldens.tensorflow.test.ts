import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { goldenSuite } from './goldenSuite';

describe.skipIf(!hasTensorflow)('on native TensorFlow (skipped without it)', () => goldenSuite('tensorflow'));
