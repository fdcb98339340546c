/** Names of snapshots: what of "step-000350", "gpt2-step1000", "epoch=3-step=200.ckpt" or "model_7.pth" is the number. */
export interface NumberedName {
  /**
   * What stands before the number, without words such as "step": "gpt2" of "gpt2-step1000". Null if that says nothing:
   * "model_7".
   */
  readonly stem: string | null;
  /** Equal for names that differ in their number alone. */
  readonly series: string;
  /** Orders the snapshots of a run. */
  readonly number: number;
  /** What the number counts. "unknown": no word says so, and only further names of the series show that it counts at all. */
  readonly counts: 'steps' | 'epochs' | 'unknown';
}

/** Endings of files that may hold a checkpoint. They are no part of a name's number or stem. */
const fileEnding = /\.(?:pt|pth|ckpt|bin|safetensors|gguf)$/i;
/** Padded ("000350"), scientific ("1e4", "1.5e4"). */
const number = String.raw`\d+(?:\.\d+)?e\+?\d{1,2}|\d{1,15}`;
/** In this order: "epoch=3-step=200" is step 200, and "checkpoint-epoch-3" is epoch 3. */
const words = [
  { pattern: String.raw`global[-_]?steps?|steps?`, counts: 'steps' },
  { pattern: String.raw`iters?|iterations?`, counts: 'steps' },
  { pattern: String.raw`checkpoints?|ckpts?|snapshots?`, counts: 'steps' },
  { pattern: String.raw`epochs?`, counts: 'epochs' },
] as const;

const withWord = words.map(({ pattern, counts }) => ({
  counts,
  regex: new RegExp(`^(?:(.*?)[-_.=])?(?:${pattern})[-_=]?(${number})(?:[-_](.*))?$`, 'i'),
}));
const withoutWord = new RegExp(`^(?:(.*)[-_=])?(${number})$`, 'i');
/** One file of several: "model-00001-of-00002". */
const part = /-of-\d+$/;
/** Numbers without a word for snapshots that count something else: "Q4_0", "lr_1e-4", "seed_1", "mp_rank_00". */
const countsOther = new RegExp(
  String.raw`(?:^|[-_.])T?Q\d_\d$|\de-\d+$|` +
    String.raw`(?:^|[-_.=])(?:seed|run|exp|experiment|trial|fold|layer|head|rank|part|shard|version|v|lr)[-_=]?\d+$`,
  'i',
);

/** The series of "step-5" and "checkpoint-10": nothing but a number of steps. */
export const plainSeries = seriesOf('', 'steps', '', '');

/** Null for a name without a number that could count snapshots. */
export function numberedName(name: string): NumberedName | null {
  if (name.startsWith('.')) return null;
  const ending = fileEnding.exec(name)?.[0] ?? '';
  const bare = name.slice(0, name.length - ending.length);
  if (part.test(bare)) return null;
  for (const { regex, counts } of withWord) {
    const match = regex.exec(bare);
    if (match) return numbered(match[1] ?? '', match[2] ?? '', match[3] ?? '', ending, counts);
  }
  // A folder or a GGUF file is seldom one of a series: "model-9" and "model-10" are two models, "x-7" one of 7 billion.
  if (ending === '' || /^\.gguf$/i.test(ending) || countsOther.test(bare)) return null;
  const match = withoutWord.exec(bare);
  return match && numbered(match[1] ?? '', match[2] ?? '', '', ending, 'unknown');
}

function numbered(
  before: string,
  digits: string,
  after: string,
  ending: string,
  counts: NumberedName['counts'],
): NumberedName | null {
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return null;
  // "epoch=3-step=200": the epoch differs from snapshot to snapshot as the step does.
  const stem = before.replace(/(?:^|[-_.=])epochs?[-_=]?\d+$/i, '');
  return {
    stem: isGeneric(stem) ? null : stem,
    series: seriesOf(stem, counts, after, ending),
    number: value,
    counts,
  };
}

function seriesOf(stem: string, counts: NumberedName['counts'], after: string, ending: string): string {
  return [stem, counts, after.replaceAll(/\d+/g, '#'), ending].join('\n').toLowerCase();
}

/** Whether a name says no more than that there are checkpoints: a run is then called by the folder around it. */
export function isGeneric(name: string): boolean {
  return /^(?:(?:pytorch|hf|saved)?[-_]?(?:models?|weights|states?|checkpoints?|ckpts?|snapshots?)|saves?|net|out|)$/i.test(
    name.replace(fileEnding, ''),
  );
}

/** The same for the name of a file. */
export function isGenericFile(name: string): boolean {
  return fileEnding.test(name) && isGeneric(name);
}

/**
 * The training step in a name that says so: "step-000350", "step512" (Pythia), "checkpoint-1000" (Hugging Face Trainer),
 * "ckpt_100.pt". Null for any other name, and for one that counts epochs.
 */
export function snapshotStep(name: string): number | null {
  const found = numberedName(name);
  return found?.counts === 'steps' ? found.number : null;
}
