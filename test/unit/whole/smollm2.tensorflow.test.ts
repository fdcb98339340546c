import { describe } from 'vitest';
import { hasTensorflow } from '../../support/backends';
import { smollm2Suite } from './smollm2Suite';

describe.skipIf(!hasTensorflow)('native (where TensorFlow is set up)', () => smollm2Suite('tensorflow'));
