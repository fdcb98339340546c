/** How the extension host tells the engine process what it cannot ask VS Code for itself. */
export const engineEnvironment = {
  /** `modelCircuits.engine.backend` */
  backend: 'MODEL_CIRCUITS_BACKEND',
  /** `modelCircuits.engine.tensorflowPath`: a folder with tfjs-node and its libraries */
  tensorflowPath: 'MODEL_CIRCUITS_TENSORFLOW_PATH',
  /** A folder of our own for results of checkpoints that cannot be written to */
  storage: 'MODEL_CIRCUITS_STORAGE',
} as const;
