import { createHash } from 'node:crypto';
import { badCheckpoint } from '../model/badCheckpoint';
import { JsonObject } from '../model/jsonFile';
import { libraryText } from '../model/tokenizer/libraryText';
import { tokenBytes } from '../model/tokenizer/tokenBytes';
import type { Tokenizer } from '../model/tokenizer/tokenizer';
import type { LibraryTokenizerDefinition } from '../model/tokenizer/tokenizerDefinition';
import { readVocabulary } from '../model/tokenizer/vocabulary';
import type { TokenizerContract } from '../shared/contracts/tokenizerContract';
import { AppError, throwIfCancelled } from '../shared/errors';
import type { Client } from '../shared/rpc/rpc';
import { tokenizerLimits } from '../shared/tokenizerLimits';
import { TokenizerProcess, type TokenizerEnd } from './tokenizerProcess';

/** A process holds at most so many tokenizers: one with a large vocabulary takes 300 MB. */
const maxLoaded = 3;

/** How long a cancelled call may take before the process is killed. */
const cancelGraceMs = 300;

/**
 * Hugging Face's tokenizers library, in a process of its own that starts with the first text and again after a crash. It
 * tokenizes one text at a time, so that a tokenizer that does not come to an end takes no other call along.
 */
export class TokenizerLibrary {
  #process: TokenizerProcess | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `modulePath` is the bundle to fork. */
  constructor(private readonly modulePath: string) {}

  /** Throws `bad-checkpoint` or `unsupported` for what is wrong with a definition. The library may find more. */
  tokenizer(definition: LibraryTokenizerDefinition): Tokenizer {
    const { where, surrounding, unusedIds } = definition;
    const json = new JsonObject(definition.json, where);
    const vocabulary = readVocabulary(json);
    const known = new KnownText(json);
    return {
      where,
      idCount: vocabulary.tokens.length,
      surrounding,
      remarks: [...definition.remarks, ...vocabulary.remarks],
      encode: (text, signal) => this.encode(known, text, signal),
      check: signal => this.inTurn(known, signal, () => Promise.resolve()),
      bytes: tokenBytes(json, vocabulary),
      isOrdinary: id =>
        vocabulary.tokens[id] !== undefined && vocabulary.added.get(id)?.isSpecial !== true && !unusedIds.has(id),
    };
  }

  private async encode(known: KnownText, text: string, signal: AbortSignal): ReturnType<Tokenizer['encode']> {
    if (text.length > tokenizerLimits.textLength) {
      const limit = tokenizerLimits.textLength.toLocaleString('en');
      throw new AppError('bad-input', `The text has ${text.length.toLocaleString('en')} characters; at most ${limit} are tokenized.`);
    }
    return this.inTurn(known, signal, client => client.encode({ key: known.key, text }));
  }

  /** Waits for the calls before, sees to it that the process has read the tokenizer, and then asks it. */
  private inTurn<Result>(
    known: KnownText,
    signal: AbortSignal,
    ask: (client: Client<TokenizerContract>) => Promise<Result>,
  ): Promise<Result> {
    const answer = this.#last.then(async () => {
      throwIfCancelled(signal);
      const process = (this.#process ??= new TokenizerProcess(this.modulePath, ended => {
        if (this.#process === ended) this.#process = null;
      }));
      return guarded(process, known.where, signal, async () => {
        await read(process, known);
        return ask(process.client);
      });
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

/** A definition for the library, and its key: snapshots of one run share a tokenizer. */
class KnownText {
  #key: string | null = null;

  constructor(private readonly json: JsonObject) {}

  get where(): string {
    return this.json.where;
  }

  get key(): string {
    this.#key ??= createHash('sha256').update(this.forLibrary().json).digest('hex');
    return this.#key;
  }

  forLibrary(): ReturnType<typeof libraryText> {
    return libraryText(this.json);
  }
}

async function read({ client, loaded }: TokenizerProcess, known: KnownText): Promise<void> {
  const { key } = known;
  if (!loaded.delete(key)) await client.load({ key, tokenizer: known.forLibrary() });
  loaded.add(key);
  const [oldest] = loaded;
  if (loaded.size <= maxLoaded || oldest === undefined) return;
  loaded.delete(oldest);
  await client.drop({ key: oldest });
}

/** Kills the process for a cancel or after a time, and says what its end means for the tokenizer in `where`. */
async function guarded<Result>(
  process: TokenizerProcess,
  where: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const timers = [setTimeout(() => process.kill('time'), tokenizerLimits.wallTime)];
  const cancel = (): void => void timers.push(setTimeout(() => process.kill('killed'), cancelGraceMs));
  signal.addEventListener('abort', cancel, { once: true });
  process.hold(true);
  try {
    const result = await work();
    throwIfCancelled(signal);
    return result;
  } catch (thrown) {
    throwIfCancelled(signal);
    if (process.end !== null) throw endError(where, process.end, thrown);
    throw thrown;
  } finally {
    process.hold(false);
    signal.removeEventListener('abort', cancel);
    timers.forEach(clearTimeout);
  }
}

function endError(where: string, end: TokenizerEnd, cause: unknown): AppError {
  return badCheckpoint(where, `${endReasons[end]} Token ids can still be run.`, { cause });
}

const endReasons: Readonly<Record<TokenizerEnd, string>> = {
  time: 'tokenizing took too long and was stopped; a pattern or a normalizer in it may have no end on this text.',
  memory: 'tokenizing took more than 1 GB of memory and was stopped; a normalizer in it may make the text ever longer.',
  crash: 'the tokenizers library crashed; a pattern in it may be too hard for this text, or the file is damaged.',
  killed: 'tokenizing was stopped.',
};
