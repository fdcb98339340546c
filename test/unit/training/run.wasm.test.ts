import { describe } from 'vitest';
import { runSuite } from './runSuite';

describe('on wasm', () => runSuite('wasm'));
