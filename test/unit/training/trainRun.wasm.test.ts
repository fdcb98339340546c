import { describe } from 'vitest';
import { runSuite } from './trainRunSuite';

describe('on wasm', () => runSuite('wasm'));
