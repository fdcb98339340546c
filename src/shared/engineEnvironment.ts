/** Environment variables by which the extension host passes settings to the engine process, which has no access to VS Code. */
export const engineEnvironment = {
  /** `modelCircuits.engine.backend` */
  backend: 'MODEL_CIRCUITS_BACKEND',
  /** `modelCircuits.engine.tensorflowPath`: a folder with tfjs-node and its libraries */
  tensorflowPath: 'MODEL_CIRCUITS_TENSORFLOW_PATH',
  /** A folder for results of checkpoints whose own folder cannot be written */
  storage: 'MODEL_CIRCUITS_STORAGE',
  /** The port of the interactive process's inspector, for a debugger (.vscode/launch.json). Scoring and training use the next two. */
  inspect: 'MODEL_CIRCUITS_ENGINE_INSPECT',
} as const;

/** What an engine process of a window is for. Each process has its own weights, so that scoring never delays a hover. */
export const engineRoles = ['interactive', 'sweep', 'training'] as const;

export type EngineRole = (typeof engineRoles)[number];
