/**
 * Ranges of config numbers, so that a damaged or hostile config is refused before memory is allocated for it. Each
 * allows several times the largest published model.
 */
export const layerRange = { min: 1, max: 1024 };
export const headRange = { min: 1, max: 1024 };
export const widthRange = { min: 1, max: 2 ** 18 };
export const contextRange = { min: 1, max: 2 ** 26 };
export const vocabularyRange = { min: 1, max: 2 ** 22 };
export const epsRange = { min: 0, max: 1 };
export const rotaryBaseRange = { min: 1, max: 1e12 };
