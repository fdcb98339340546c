// The process that the fuzzer watches. It is told a reader and seeds, and says before each input that it begins.
import { readAttentionFile } from '../../src/model/attentionFiles/readAttentionFile';
import { openCheckpointFile, openCheckpointFolder } from '../../src/model/formats/registry';
import { readArranged } from '../../src/model/readTensor';
import { AppError } from '../../src/shared/errors';
import { fuzzedFolder } from './fuzzedFolder';
import { fuzzInput, targets, type FuzzInput } from './targets';

/** What the watching process sends. */
export interface FuzzOrder {
  readonly target: string;
  readonly firstSeed: number;
  readonly count: number;
}

/** What this process sends: before an input, after a fault, and after the last input. */
export type FuzzReport =
  | (FuzzCounts & { readonly kind: 'begin'; readonly seed: number })
  | { readonly kind: 'fault'; readonly seed: number; readonly fault: string }
  | (FuzzCounts & { readonly kind: 'end' });

export interface FuzzCounts {
  /** How many inputs have been refused. */
  readonly refused: number;
  /** The highest so far, in bytes. */
  readonly memory: number;
}

/** The folder's name, which every refusal has to name, or a file in it. */
const folderName = 'fuzzed';

/** Reads all that the files say, weights included. */
async function readAll({ files, file, isAttention }: FuzzInput): Promise<void> {
  const folder = fuzzedFolder(files, folderName);
  if (file !== null && isAttention) {
    await readAttentionFile(await folder.open(file));
    return;
  }
  const checkpoint =
    file === null ? await openCheckpointFolder(folder) : await openCheckpointFile(await folder.open(file), folder);
  if (!checkpoint) return;
  JSON.stringify(checkpoint.storedConfig);
  await checkpoint.readTokenizer();
  for (const [name, stored] of checkpoint.tensors) {
    const layouts = checkpoint.parameters.filter(({ tensor }) => tensor === name).map(({ layout }) => layout);
    await readArranged(stored, layouts, () => undefined);
  }
}

/** Words of the language and of libraries, which tell a user nothing. JSON.parse's own words say where the text is wrong. */
const ourCode =
  /is not a function|is not iterable|Cannot (read|convert|destructure)|\bundefined\b|\[object |Maximum call stack|Invalid (typed )?array|out of (bounds|range)|Offset is outside|is not defined|BigInt/;

function faultOf(thrown: unknown): string | null {
  if (!(thrown instanceof AppError)) return thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
  const { reason, message } = thrown;
  if (reason !== 'bad-checkpoint' && reason !== 'unsupported') return `refused as ${reason}: ${message}`;
  if (!message.startsWith(folderName)) return `names no file: ${message}`;
  if (message.length > 1200) return `a message of ${message.length} characters`;
  if (!message.includes('is not valid JSON') && ourCode.test(message)) return `speaks of our code: ${message}`;
  return null;
}

function send(report: FuzzReport): void {
  process.send?.(report);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (order: FuzzOrder) => {
  const target = targets.find(({ name }) => name === order.target);
  if (!target) throw new Error(`There is no reader ${order.target}.`);
  const run = async (): Promise<void> => {
    let refused = 0;
    for (let seed = order.firstSeed; seed < order.firstSeed + order.count; seed++) {
      const input = fuzzInput(target, seed);
      send({ kind: 'begin', seed, refused, memory: process.resourceUsage().maxRSS * 1024 });
      try {
        await readAll(input);
      } catch (thrown) {
        refused += 1;
        const fault = faultOf(thrown);
        if (fault !== null) send({ kind: 'fault', seed, fault });
      }
      // The watching process gets the message before a reader that does not end.
      await new Promise(resolve => setImmediate(resolve));
    }
    send({ kind: 'end', refused, memory: process.resourceUsage().maxRSS * 1024 });
  };
  void run();
});
