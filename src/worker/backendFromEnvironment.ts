import type { BackendChoice } from '../shared/contracts/engineContract';
import { engineEnvironment } from '../shared/engineEnvironment';

/** The setting `modelCircuits.engine.backend` from the environment variable that the parent sets; `auto` for an unknown value. */
export function backendFromEnvironment(environment: NodeJS.ProcessEnv): BackendChoice {
  const choice = environment[engineEnvironment.backend];
  return choice === 'tensorflow' || choice === 'wasm' || choice === 'cpu' ? choice : 'auto';
}
