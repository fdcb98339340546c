import type { BackendChoice } from '../shared/contracts/engineContract';
import { engineEnvironment } from '../shared/engineEnvironment';

/** The setting `modelCircuits.engine.backend`, as the parent hands it on; anything unknown is `auto`. */
export function backendFromEnvironment(environment: NodeJS.ProcessEnv): BackendChoice {
  const choice = environment[engineEnvironment.backend];
  return choice === 'tensorflow' || choice === 'wasm' || choice === 'cpu' ? choice : 'auto';
}
