import { AppError } from '../shared/errors';
import type { DataSetup, SnapshotSchedule, TokenizerSetup, TrainingSetup } from '../shared/trainingSetup';
import { isRecord } from '../shared/parsedValues';
import { JsonObject } from '../model/jsonFile';
import { planModel, readModelSetup } from './modelSetup';

/** The largest number of tokens in a step, over all rows. */
const maxTokensPerStep = 2 ** 18;
/** The most attention weights of one layer in a step: a step holds about twenty such tensors in memory. */
const maxAttention = 2 ** 26;
const maxSnapshots = 1000;
const maxSteps = 10_000_000;

/**
 * Checks a setup that was read from untrusted JSON, and fills in the defaults. Throws `bad-input` naming `where`, the field
 * and what is expected, also for an unknown field.
 */
export function readSetup(value: unknown, where: string): TrainingSetup {
  if (!isRecord(value)) throw new AppError('bad-input', `${where}: holds no JSON object; a setup is one.`);
  return asInput(() => readFields(new JsonObject(value, where)));
}

function readFields(json: JsonObject): TrainingSetup {
  json.onlyKeys(fields);
  const model = readModelSetup(required(json, 'model'));
  const rowLength = json.integer('rowLength', { min: 8, max: model.n_ctx }, model.n_ctx);
  const steps = json.integer('steps', { min: 1, max: maxSteps });
  const setup: TrainingSetup = {
    name: readName(json),
    data: readData(required(json, 'data')),
    model,
    rowLength,
    batch: json.integer('batch', { min: 1, max: Math.floor(maxTokensPerStep / rowLength) }, 64),
    shortRows: readShortRows(json, rowLength),
    steps,
    learningRate: json.number('learningRate', { min: 0, max: 10 }, 1e-3),
    warmUp: json.integer('warmUp', { min: 0, max: maxSteps }, 100),
    weightDecay: json.number('weightDecay', { min: 0, max: 10 }, 0.01),
    betas: readBetas(json),
    clip: json.has('clip') ? json.number('clip', { min: 1e-6, max: 1e6 }) : null,
    seed: json.integer('seed', { min: 0, max: 2 ** 32 - 1 }, 0),
    snapshots: readSchedule(required(json, 'snapshots'), steps),
    logEvery: json.integer('logEvery', { min: 1, max: maxSteps }, 25),
    weights: json.requireOneOf('weights', ['F32', 'F16'] as const, 'F32'),
  };
  const attention = setup.batch * model.n_heads * rowLength ** 2;
  if (attention > maxAttention) {
    throw new AppError(
      'bad-input',
      `${json.where}: ${setup.batch} rows of ${rowLength} tokens and ${model.n_heads} heads have ${attention.toLocaleString('en')} attention weights a layer; at most ${maxAttention.toLocaleString('en')} fit. Make "batch" or "rowLength" smaller.`,
    );
  }
  // A model that cannot be read again must fail now, not when its first snapshot is opened.
  planModel(setup.model, { dVocab: 258, startTokenId: null }, json.where);
  return setup;
}

const fields = [
  ...[
    'name',
    'data',
    'model',
    'rowLength',
    'batch',
    'shortRows',
    'steps',
    'learningRate',
    'warmUp',
    'weightDecay',
    'betas',
    'clip',
  ],
  ...['seed', 'snapshots', 'logEvery', 'weights'],
];

function readShortRows(json: JsonObject, rowLength: number): TrainingSetup['shortRows'] {
  const rows = json.object('shortRows');
  if (!rows) return null;
  rows.onlyKeys(['length', 'share']);
  const length = rows.integer('length', { min: 8, max: rowLength });
  if (rowLength % length !== 0) throw rows.wrong('length', `a divisor of "rowLength", ${rowLength}`);
  return { length, share: rows.number('share', { min: 0, max: 1 }) };
}

function readName(json: JsonObject): string {
  const name = json.string('name');
  if (!/^[\w][\w .-]{0,63}$/.test(name)) throw json.wrong('name', 'up to 64 letters, digits, spaces and . - _');
  return name;
}

function readBetas(json: JsonObject): [number, number] {
  const { betas } = json.fields;
  if (betas === undefined || betas === null) return [0.9, 0.98];
  const isBeta = (beta: unknown): beta is number => typeof beta === 'number' && beta >= 0 && beta < 1;
  const given: readonly unknown[] = Array.isArray(betas) && betas.length === 2 ? betas : [];
  const [first, second] = given;
  if (!isBeta(first) || !isBeta(second)) throw json.wrong('betas', 'two numbers from 0 to below 1');
  return [first, second];
}

const vocabularyRange = { min: 8, max: 250 };

function readData(json: JsonObject): DataSetup {
  const kind = json.requireOneOf('kind', ['repeat', 'bigrams', 'stories', 'text'] as const, 'repeat');
  switch (kind) {
    case 'repeat':
      json.onlyKeys(['kind', 'vocabulary']);
      return { kind, vocabulary: json.integer('vocabulary', vocabularyRange, 64) };
    case 'bigrams':
      json.onlyKeys(['kind', 'vocabulary', 'concentration']);
      return {
        kind,
        vocabulary: json.integer('vocabulary', vocabularyRange, 64),
        concentration: json.number('concentration', { min: 0.01, max: 100 }, 0.1),
      };
    case 'stories':
      json.onlyKeys(['kind', 'tokenizer', 'drills']);
      return { kind, tokenizer: readTokenizer(json), drills: json.number('drills', { min: 0, max: 1 }, 0) };
    case 'text':
      json.onlyKeys(['kind', 'path', 'tokenizer']);
      return { kind, path: json.string('path'), tokenizer: readTokenizer(json) };
  }
}

function readTokenizer(data: JsonObject): TokenizerSetup {
  const json = data.object('tokenizer');
  if (!json) return { kind: 'bytes' };
  const kind = json.requireOneOf('kind', ['bytes', 'bpe'] as const, 'bytes');
  json.onlyKeys(kind === 'bpe' ? ['kind', 'vocabulary'] : ['kind']);
  if (kind === 'bytes') return { kind };
  // At least 256 bytes, the start token and room for pairs. Learning 16,384 tokens takes a minute.
  return { kind, vocabulary: json.integer('vocabulary', { min: 258, max: 16_384 }) };
}

function readSchedule(json: JsonObject, steps: number): SnapshotSchedule {
  const kind = json.requireOneOf('kind', ['linear', 'log'] as const, 'linear');
  if (kind === 'linear') {
    json.onlyKeys(['kind', 'every']);
    const least = Math.ceil(steps / maxSnapshots);
    return { kind, every: json.integer('every', { min: least, max: maxSteps }) };
  }
  json.onlyKeys(['kind', 'count', 'first']);
  return {
    kind,
    count: json.integer('count', { min: 2, max: maxSnapshots }),
    first: json.integer('first', { min: 1, max: steps }, 1),
  };
}

function required(json: JsonObject, key: string): JsonObject {
  const object = json.object(key);
  if (!object) throw new AppError('bad-input', `${json.where}: "${key}" is missing; it must be an object.`);
  return object;
}

/** The readers of checkpoints throw `bad-checkpoint` and `unsupported`; here the fault is in the user's setup. */
function asInput<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw new AppError('bad-input', thrown.message.endsWith('.') ? thrown.message : `${thrown.message}.`, {
      cause: thrown,
    });
  }
}
