import { isRecord } from './parsedValues';

/** Ollama's `models` folder: weights are `blobs/sha256-DIGEST`, and `manifests/REGISTRY/OWNER/NAME/TAG` lists them. */

/** The digest in the name of a blob; null for any other name. */
export function blobDigest(name: string): string | null {
  return /^sha256[-:]([0-9a-f]{64})$/.exec(name)?.[1] ?? null;
}

/** The digest of the weights that a manifest lists; null if it lists none. */
export function modelDigest(manifest: string): string | null {
  try {
    const json: unknown = JSON.parse(manifest);
    const layers: unknown[] = isRecord(json) && Array.isArray(json.layers) ? json.layers : [];
    const model = layers.find(layer => isRecord(layer) && layer.mediaType === 'application/vnd.ollama.image.model');
    return isRecord(model) && typeof model.digest === 'string' ? blobDigest(model.digest) : null;
  } catch {
    return null;
  }
}

/** `ollama run` takes this name for the manifest at a path: "registry.ollama.ai/library/llama3.2/1b" is "llama3.2:1b". */
export function tagOf(manifestPath: string): string {
  const parts = manifestPath.split('/');
  const name = parts
    .slice(0, -1)
    .join('/')
    .replace(/^registry\.ollama\.ai\//, '')
    .replace(/^library\//, '');
  return `${name}:${parts.at(-1) ?? ''}`;
}
