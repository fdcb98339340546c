import { PbfReader } from 'pbf';
import { AppError } from '../../shared/errors';
import { vocabularyRange } from '../architecture/configRanges';
import { badCheckpoint, unsupported } from '../badCheckpoint';
import type { Piece } from './pieces';

/** A SentencePiece model: its pieces, and how it normalises and cuts text. */
export interface SentencePieceModel {
  readonly pieces: readonly Piece[];
  readonly algorithm: 'BPE' | 'Unigram';
  readonly unknownId: number;
  /** Null for none. */
  readonly bosId: number | null;
  readonly eosId: number | null;
  /** Whether a character without a piece becomes its bytes, <0xE2> and so on. */
  readonly byteFallback: boolean;
  /** Rules that replace characters, as SentencePiece compiles them. Null for none. */
  readonly charsmap: Uint8Array | null;
  readonly addsDummyPrefix: boolean;
  readonly removesExtraSpaces: boolean;
  readonly escapesSpaces: boolean;
}

/** Numbers of the enum `TrainerSpec.ModelType`. */
const modelTypes = { unigram: 1, bpe: 2 };

/** Reads a `ModelProto` (sentencepiece_model.proto). Throws `bad-checkpoint` for what is none, and `unsupported`. */
export function parseSentencePieceModel(bytes: Uint8Array, where: string): SentencePieceModel {
  const model = readProto(bytes, where);
  const { pieces, trainer, normalizer } = model;
  if (pieces.length === 0) throw badCheckpoint(where, 'holds no SentencePiece vocabulary');
  if (trainer.modelType !== modelTypes.bpe && trainer.modelType !== modelTypes.unigram) {
    throw unsupported(where, `is a SentencePiece model of type ${trainer.modelType}; supported: 1 (Unigram), 2 (BPE)`);
  }
  if (trainer.spaceIsSuffix) throw unsupported(where, '"treat_whitespace_as_suffix" is true; supported: false');
  if (trainer.unknownId < 0 || trainer.unknownId >= pieces.length) {
    throw badCheckpoint(where, `the unknown token's id is ${trainer.unknownId}, of ${pieces.length} pieces`);
  }
  const idOrNull = (id: number): number | null => (id >= 0 && id < pieces.length ? id : null);
  return {
    pieces,
    algorithm: trainer.modelType === modelTypes.bpe ? 'BPE' : 'Unigram',
    unknownId: trainer.unknownId,
    bosId: idOrNull(trainer.bosId),
    eosId: idOrNull(trainer.eosId),
    byteFallback: trainer.byteFallback,
    charsmap: normalizer.charsmap.length > 0 ? normalizer.charsmap : null,
    addsDummyPrefix: normalizer.addsDummyPrefix,
    removesExtraSpaces: normalizer.removesExtraSpaces,
    escapesSpaces: normalizer.escapesSpaces,
  };
}

/** The fields that we read, with the defaults of sentencepiece_model.proto. */
interface Proto {
  readonly pieces: Piece[];
  readonly trainer: {
    modelType: number;
    spaceIsSuffix: boolean;
    byteFallback: boolean;
    unknownId: number;
    bosId: number;
    eosId: number;
  };
  readonly normalizer: {
    charsmap: Uint8Array;
    addsDummyPrefix: boolean;
    removesExtraSpaces: boolean;
    escapesSpaces: boolean;
  };
}

function readProto(bytes: Uint8Array, where: string): Proto {
  const proto: Proto = {
    pieces: [],
    trainer: { modelType: 1, spaceIsSuffix: false, byteFallback: false, unknownId: 0, bosId: 1, eosId: 2 },
    normalizer: {
      charsmap: new Uint8Array(),
      addsDummyPrefix: true,
      removesExtraSpaces: true,
      escapesSpaces: true,
    },
  };
  try {
    new PbfReader(bytes).readFields(readModelField, proto);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw badCheckpoint(where, `cannot be read as a SentencePiece model (${why})`, { cause });
  }
  return proto;
}

function readModelField(tag: number, { pieces, trainer, normalizer }: Proto, pbf: PbfReader): void {
  if (tag === 1) {
    if (pieces.length >= vocabularyRange.max) throw new Error(`more than ${vocabularyRange.max} pieces`);
    const piece = readNested(pbf, readPieceField, { text: '', score: 0, type: 1 });
    pieces.push(piece);
  } else if (tag === 2) {
    readNested(pbf, readTrainerField, trainer);
  } else if (tag === 3) {
    readNested(pbf, readNormalizerField, normalizer);
  }
}

function readPieceField(tag: number, piece: { text: string; score: number; type: number }, pbf: PbfReader): void {
  if (tag === 1) piece.text = utf8.decode(readBytes(pbf));
  else if (tag === 2) piece.score = pbf.readFloat();
  else if (tag === 3) piece.type = pbf.readVarint();
}

function readTrainerField(tag: number, trainer: Proto['trainer'], pbf: PbfReader): void {
  if (tag === 3) trainer.modelType = pbf.readVarint();
  else if (tag === 24) trainer.spaceIsSuffix = pbf.readBoolean();
  else if (tag === 35) trainer.byteFallback = pbf.readBoolean();
  else if (tag === 40) trainer.unknownId = pbf.readVarint(true);
  else if (tag === 41) trainer.bosId = pbf.readVarint(true);
  else if (tag === 42) trainer.eosId = pbf.readVarint(true);
}

function readNormalizerField(tag: number, normalizer: Proto['normalizer'], pbf: PbfReader): void {
  if (tag === 2) normalizer.charsmap = readBytes(pbf);
  else if (tag === 3) normalizer.addsDummyPrefix = pbf.readBoolean();
  else if (tag === 4) normalizer.removesExtraSpaces = pbf.readBoolean();
  else if (tag === 5) normalizer.escapesSpaces = pbf.readBoolean();
}

/** A token may begin with the byte-order mark's character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The library reads past the end of a message that lies about its length. */
function readNested<Result>(
  pbf: PbfReader,
  readField: (tag: number, result: Result, pbf: PbfReader) => void,
  result: Result,
): Result {
  const end = readLength(pbf) + pbf.pos;
  pbf.readFields(readField, result, end);
  if (pbf.pos !== end) throw new Error(`a message ends at byte ${end}, but its fields at byte ${pbf.pos}`);
  return result;
}

function readBytes(pbf: PbfReader): Uint8Array {
  const length = readLength(pbf);
  pbf.pos += length;
  return pbf.buf.subarray(pbf.pos - length, pbf.pos);
}

function readLength(pbf: PbfReader): number {
  const length = pbf.readVarint();
  if (!(length >= 0 && length <= pbf.length - pbf.pos)) {
    throw new Error(`a length of ${length} at byte ${pbf.pos} of ${pbf.length}`);
  }
  return length;
}
