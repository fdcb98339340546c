import { createHash } from 'node:crypto';
import { badCheckpoint } from '../model/badCheckpoint';
import type { GivenTokenizer, TokenizerLibrary } from '../model/tokenizer/libraryTokenizer';
import type { EncodedText, TokenizerContract } from '../shared/contracts/tokenizerContract';
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
export class ForkedTokenizerLibrary implements TokenizerLibrary {
  #process: TokenizerProcess | null = null;
  #last: Promise<unknown> = Promise.resolve();
  readonly #keys = new WeakMap<GivenTokenizer, string>();

  /** `modulePath` is the bundle to fork. */
  constructor(private readonly modulePath: string) {}

  async encode(tokenizer: GivenTokenizer, text: string, signal: AbortSignal): Promise<EncodedText> {
    if (text.length > tokenizerLimits.textLength) {
      const [length, limit] = [text.length, tokenizerLimits.textLength].map(count => count.toLocaleString('en'));
      throw new AppError('bad-input', `The text has ${length} characters; at most ${limit} are tokenized.`);
    }
    return this.inTurn(tokenizer, signal, (client, key) => client.encode({ key, text }));
  }

  async check(tokenizer: GivenTokenizer, signal: AbortSignal): Promise<void> {
    await this.inTurn(tokenizer, signal, () => Promise.resolve());
  }

  /** Waits for the calls before, sees to it that the process has read the tokenizer, and then asks it. */
  private inTurn<Result>(
    tokenizer: GivenTokenizer,
    signal: AbortSignal,
    ask: (client: Client<TokenizerContract>, key: string) => Promise<Result>,
  ): Promise<Result> {
    const answer = this.#last.then(async () => {
      throwIfCancelled(signal);
      const process = this.started();
      return guarded(process, tokenizer.where, signal, async () =>
        ask(process.client, await this.read(process, tokenizer)),
      );
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  private started(): TokenizerProcess {
    this.#process ??= new TokenizerProcess(this.modulePath, ended => {
      if (this.#process === ended) this.#process = null;
    });
    return this.#process;
  }

  /** The key of a tokenizer that the process has now read. Snapshots of one run have equal files and share one. */
  private async read({ client, loaded }: TokenizerProcess, tokenizer: GivenTokenizer): Promise<string> {
    const known = this.#keys.get(tokenizer);
    if (known !== undefined && loaded.delete(known)) {
      loaded.add(known);
      return known;
    }
    const text = tokenizer.text();
    const key = known ?? createHash('sha256').update(text.json).digest('hex');
    this.#keys.set(tokenizer, key);
    if (!loaded.delete(key)) await client.load({ key, tokenizer: text });
    loaded.add(key);
    const [oldest] = loaded;
    if (loaded.size > maxLoaded && oldest !== undefined) {
      loaded.delete(oldest);
      await client.drop({ key: oldest });
    }
    return key;
  }
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
