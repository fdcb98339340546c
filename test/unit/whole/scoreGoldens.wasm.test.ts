import { scoreGoldenSuite } from './scoreGoldenSuite';

scoreGoldenSuite('wasm');
