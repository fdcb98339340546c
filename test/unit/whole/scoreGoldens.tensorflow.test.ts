import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { scoreGoldenSuite } from './scoreGoldenSuite';

describe.skipIf(!hasTensorflow)('native (where TensorFlow is set up)', () => scoreGoldenSuite('tensorflow'));
