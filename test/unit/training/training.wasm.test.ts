import { describe } from 'vitest';
import { gradientSuite } from './trainingSuite';

describe('gradients on wasm', () => gradientSuite('wasm'));
