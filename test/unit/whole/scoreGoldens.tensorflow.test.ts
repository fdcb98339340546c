import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { scoreGoldenSuite } from './scoreGoldenSuite';

describe.skipIf(!hasTensorflow)('on native TensorFlow (skipped without it)', () => scoreGoldenSuite('tensorflow'));
