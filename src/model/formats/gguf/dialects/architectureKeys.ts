import { unsupported } from '../../../badCheckpoint';
import { JsonObject } from '../../../jsonFile';

/** Keys whose value is a list with an entry for each layer. */
const listKeys: ReadonlySet<string> = new Set(['attention.sliding_window_pattern']);

/** Keys of a tower for pictures or sound, which Ollama keeps in the file of the language model. */
const towerKeys = /^(vision|audio|mm)\./;

/**
 * The metadata under "{architecture}.", by keys without it. It notes which keys are asked for, so that those that nobody
 * understands can be refused: each may change the numbers. Many values may be given for each layer; a list of equal ones
 * counts as the value, and asking for another one throws `unsupported`.
 */
export class ArchitectureKeys extends JsonObject {
  readonly #asked = new Set<string>();
  readonly #prefix: string;

  constructor(metadata: JsonObject, architecture: string) {
    const prefix = `${architecture}.`;
    const fields = Object.entries(metadata.fields).flatMap(([key, value]): [string, unknown][] =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), sameForAllLayers(key.slice(prefix.length), value)]] : [],
    );
    super(Object.fromEntries(fields), metadata.where, key => prefix + key);
    this.#prefix = prefix;
  }

  /** The file's name for a key, for messages. */
  nameOf(key: string): string {
    return this.#prefix + key;
  }

  override has(key: string): boolean {
    this.#asked.add(key);
    if (Array.isArray(this.fields[key]) && !listKeys.has(key)) {
      throw unsupported(this.where, `"${this.nameOf(key)}" differs between layers, which is not computed`);
    }
    return super.has(key);
  }

  value(key: string): unknown {
    return this.has(key) ? this.fields[key] : undefined;
  }

  /** Throws `unsupported` for a key that nobody asked for. */
  refuseOthers(): void {
    const other = Object.keys(this.fields).find(key => !this.#asked.has(key) && !towerKeys.test(key));
    if (other === undefined) return;
    throw unsupported(
      this.where,
      `"${this.nameOf(other)}" is a setting that is not understood here; it may change the numbers`,
    );
  }
}

function sameForAllLayers(key: string, value: unknown): unknown {
  if (!Array.isArray(value) || listKeys.has(key)) return value;
  const [first, ...rest] = value as readonly unknown[];
  return first !== undefined && rest.every(one => one === first) ? first : value;
}
