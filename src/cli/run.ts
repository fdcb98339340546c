import type { Intervention } from '../shared/interventions/intervention';
import type {
  BackendChoice,
  ChosenCheckpoint,
  EngineContract,
  LoadedCheckpoint,
  PassResult,
  PassSpec,
  StartTokenChoice,
  TokenizedText,
} from '../shared/contracts/engineContract';
import type { FloatView } from '../shared/tensorView';
import type { Client } from '../shared/rpc/rpc';
import { ablationFrom, ablationJson, usageError, type AblationOptions } from './ablationOption';
import { printJson, printNote } from './output';
import { idRows, readJsonFile, readTextStart } from './readInput';
import { reportOf, type ReportToken } from './runReport';
import { printRunTable } from './runTable';
import { engineInProcess } from './service';
import { checkpointOption } from './tokenizerOption';
import { writePass } from './writePass';

interface RunOptions extends AblationOptions {
  readonly text?: string;
  readonly ids?: string;
  readonly tokenizer?: string;
  readonly startToken: StartTokenChoice;
  readonly backend: BackendChoice;
  readonly out?: string;
  readonly json: boolean;
}

/** `model-circuits run`: runs a checkpoint on a text or on rows of ids, and prints losses. Rejects with an AppError. */
export async function run(checkpoint: string, options: RunOptions): Promise<void> {
  const { text, ids } = options;
  if ((text === undefined) === (ids === undefined)) throw usageError('give either --text or --ids');
  const ablation = ablationFrom(options);

  const engine = engineInProcess(options.backend);
  const chosen = checkpointOption(checkpoint, options.tokenizer);
  const loaded = await engine.load(chosen);
  if (loaded.backend.note !== null) printNote(`Computing with ${loaded.backend.name}: ${loaded.backend.note}`);
  loaded.facts.remarks.forEach(printNote);

  const input =
    ids === undefined ? await textInput(engine, loaded, text ?? '', options) : await idsInput(engine, chosen, ids);
  const clean: PassSpec = { checkpoint: loaded.checkpoint, ids: input.ids, interventions: [] };
  const spec: PassSpec = { ...clean, interventions: ablation ? [ablation] : [] };
  const result = await engine.run(spec);
  const cleanLoss = ablation ? await engine.losses(clean) : null;

  if (options.out !== undefined) {
    await writePass(engine, spec, loaded.facts, result, cleanLoss, options.out);
  }
  print(checkpoint, loaded, input.tokens, result, ablation && cleanLoss && { ablation, cleanLoss }, options.json);
}

interface Input {
  readonly ids: PassSpec['ids'];
  readonly tokens: ReportToken[][];
}

async function textInput(
  engine: Client<EngineContract>,
  loaded: LoadedCheckpoint,
  file: string,
  { startToken }: RunOptions,
): Promise<Input> {
  const { nCtx: context } = loaded.facts;
  const { tokenized, isWhole } = await firstTokens(file, context, text =>
    engine.tokenize({ ...checkpointOption(loaded.checkpoint.path, loaded.checkpoint.tokenizer), text, startToken }),
  );
  const count = Math.min(tokenized.ids.length, context);
  if (count < tokenized.ids.length || !isWhole) {
    printNote(`${file} is longer than the context of ${context} tokens; the first ${count} are run.`);
  }
  const offset = (offsets: Int32Array, i: number): number | null =>
    (offsets[i] ?? -1) < 0 ? null : (offsets[i] ?? null);
  const ids = tokenized.ids.slice(0, count);
  return {
    ids: { shape: [1, count], data: ids },
    tokens: [
      Array.from(ids, (id, i) => ({
        id,
        text: tokenized.texts[i] ?? null,
        label: tokenized.labels[i] ?? null,
        start: offset(tokenized.starts, i),
        end: offset(tokenized.ends, i),
      })),
    ],
  };
}

/**
 * The first tokens of a file: more than `context`, or all. A token has about four bytes, so the first 512 tokens of a file of
 * 1 GB do not need the whole file: 32 bytes a token are read, and more only if they were too few (64 dashes are one token).
 */
async function firstTokens(
  file: string,
  context: number,
  tokenize: (text: string) => Promise<TokenizedText>,
): Promise<{ tokenized: TokenizedText; isWhole: boolean }> {
  for (let bytesPerToken = 32; ; bytesPerToken *= 8) {
    const { text, isWhole } = await readTextStart(file, bytesPerToken * context + 1024);
    const tokenized = await tokenize(text);
    if (isWhole || tokenized.ids.length > context || bytesPerToken > 1000) return { tokenized, isWhole };
  }
}

async function idsInput(engine: Client<EngineContract>, chosen: ChosenCheckpoint, file: string): Promise<Input> {
  const ids = idRows(await readJsonFile(file), file);
  const [rows = 0, positions = 0] = ids.shape;
  const decoded = await engine.decode({ ...chosen, ids: ids.data });
  const token = (i: number): ReportToken => ({
    id: ids.data[i] ?? 0,
    text: decoded?.texts[i] ?? null,
    label: decoded?.labels[i] ?? null,
    start: null,
    end: null,
  });
  const tokens = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: positions }, (_, position) => token(row * positions + position)),
  );
  return { ids, tokens };
}

function print(
  checkpoint: string,
  { facts, backend }: LoadedCheckpoint,
  tokens: ReportToken[][],
  result: PassResult,
  ablated: { ablation: Intervention; cleanLoss: FloatView } | null,
  json: boolean,
): void {
  const report = reportOf(tokens, result, ablated?.cleanLoss ?? null);
  if (!json) return printRunTable(checkpoint, facts, backend, tokens, report, ablated?.ablation ?? null);
  printJson({
    checkpoint,
    architecture: facts.architecture,
    backend: { name: backend.name, version: backend.version },
    tokens: tokens.map(row => row.map(({ id, text, start, end }) => ({ id, text, start, end }))),
    loss: { mean: report.mean, perToken: report.perToken },
    ablation: ablated && {
      ...ablationJson(ablated.ablation, tokens.length),
      meanDelta: report.meanDelta,
    },
  });
}
