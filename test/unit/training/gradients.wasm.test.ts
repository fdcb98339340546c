import { describe } from 'vitest';
import { gradientSuite } from './gradientSuite';

describe('gradients on wasm', () => gradientSuite('wasm'));
