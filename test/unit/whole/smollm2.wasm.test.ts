import { smollm2Suite } from './smollm2Suite';

smollm2Suite('wasm');
