/** How the extension host tells the engine process what it cannot ask VS Code for itself. */
export const engineEnvironment = {
  /** `modelCircuits.engine.backend` */
  backend: 'MODEL_CIRCUITS_BACKEND',
  /** `modelCircuits.engine.tensorflowPath`: a folder with tfjs-node and its libraries */
  tensorflowPath: 'MODEL_CIRCUITS_TENSORFLOW_PATH',
  /** A folder of our own for results of checkpoints that cannot be written to */
  storage: 'MODEL_CIRCUITS_STORAGE',
  /** A port: the engine's inspector listens there, for a debugger (.vscode/launch.json). Scoring and training use the next two. */
  inspect: 'MODEL_CIRCUITS_ENGINE_INSPECT',
} as const;

/** What an engine process of a window is for. Each has its own copy of the weights, so that scoring never delays a hover. */
export const engineRoles = ['interactive', 'sweep', 'training'] as const;

export type EngineRole = (typeof engineRoles)[number];
