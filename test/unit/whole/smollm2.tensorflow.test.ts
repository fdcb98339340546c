import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { smollm2Suite } from './smollm2Suite';

describe.skipIf(!hasTensorflow)('on native TensorFlow (skipped without it)', () => smollm2Suite('tensorflow'));
