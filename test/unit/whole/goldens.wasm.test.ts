import { goldenSuite } from './goldenSuite';

goldenSuite('wasm');
