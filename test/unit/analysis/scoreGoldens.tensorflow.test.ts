import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { scoreGoldenSuite } from './scoreGoldenSuite';

describe.skipIf(!hasTensorflow)('native (skipped: TensorFlow is not set up)', () => scoreGoldenSuite('tensorflow'));
