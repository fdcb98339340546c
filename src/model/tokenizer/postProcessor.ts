import { badCheckpoint, unsupported } from '../badCheckpoint';
import { JsonObject } from '../jsonFile';
import { isRecord } from '../../shared/parsedValues';
import { showValue } from '../showValue';

/** The ids that a post-processor puts around a text. */
export interface Template {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const nothing: Template = { before: [], after: [] };

/** Published files nest two deep. */
const maxDepth = 16;

/**
 * What "post_processor" of a tokenizer.json puts around a single text (tokenizers/src/processors). Throws `bad-checkpoint`
 * and `unsupported`.
 */
export function templateOf(json: JsonObject): Template {
  const value = json.fields.post_processor ?? null;
  return value === null ? nothing : readProcessor(value, json.where, 0);
}

function readProcessor(value: unknown, where: string, depth: number): Template {
  if (!isRecord(value)) throw badCheckpoint(where, `"post_processor" holds ${showValue(value)}, expected an object`);
  const processor = new JsonObject(value, `${where}: "post_processor"`);
  const type = processor.string('type');
  switch (type) {
    case 'ByteLevel':
      return nothing;
    case 'BertProcessing':
    case 'RobertaProcessing':
      return { before: [pairId(processor, 'cls')], after: [pairId(processor, 'sep')] };
    case 'TemplateProcessing':
      return readTemplate(processor);
    case 'Sequence': {
      const { processors } = processor.fields;
      if (!Array.isArray(processors) || depth >= maxDepth) throw processor.wrong('processors', 'a list of processors');
      const adding = processors
        .map(one => readProcessor(one, where, depth + 1))
        .filter(({ before, after }) => before.length + after.length > 0);
      // A template hands on the tokens that it adds as texts of their own, and the next one takes them for a pair of texts.
      if (adding.length > 1) {
        throw unsupported(
          processor.where,
          `${adding.length} of its processors put tokens around a text; supported: one that does`,
        );
      }
      return adding[0] ?? nothing;
    }
    default:
      throw unsupported(
        processor.where,
        `"type" is ${showValue(type)}; supported: ByteLevel, BertProcessing, RobertaProcessing, TemplateProcessing, Sequence`,
      );
  }
}

/** The id in a field of the form ["[CLS]", 101]. */
function pairId(processor: JsonObject, key: string): number {
  const value = processor.fields[key];
  const id: unknown = Array.isArray(value) ? value[1] : undefined;
  if (!isId(id)) throw processor.wrong(key, 'a token and its id');
  return id;
}

function readTemplate(processor: JsonObject): Template {
  const pieces = processor.fields.single;
  if (!Array.isArray(pieces)) throw processor.wrong('single', 'a list of pieces');
  const idsOf = processor.object('special_tokens');
  const ids = { before: [] as number[], after: [] as number[] };
  let texts = 0;
  for (const piece of pieces as readonly unknown[]) {
    if (isRecord(piece) && isRecord(piece.Sequence)) {
      texts += 1;
      continue;
    }
    const name: unknown = isRecord(piece) && isRecord(piece.SpecialToken) ? piece.SpecialToken.id : undefined;
    const token = typeof name === 'string' ? idsOf?.fields[name] : undefined;
    const tokenIds: unknown = isRecord(token) ? token.ids : undefined;
    if (!Array.isArray(tokenIds) || !tokenIds.every(isId)) {
      throw badCheckpoint(
        processor.where,
        `"single" holds ${showValue(piece)}, whose ids "special_tokens" does not give`,
      );
    }
    (texts === 0 ? ids.before : ids.after).push(...tokenIds);
  }
  if (texts !== 1) throw unsupported(processor.where, `"single" has the text ${texts} times; supported: once`);
  return ids;
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
