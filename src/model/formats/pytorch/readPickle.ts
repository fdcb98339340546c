import { badCheckpoint, unsupported } from '../../badCheckpoint';
import { PickleEnds, PickleReader } from './pickleReader';
import { PersistentId, PickleGlobal, PickleObject, PickleTuple, type PickleValue } from './pickleValue';

/**
 * A checkpoint with its optimiser's state takes some 25 objects for each tensor, and the largest published models have
 * about 100,000 tensors in some tens of files.
 */
const maxObjects = 1_000_000;
const maxOpcodes = 5_000_000;

export interface ReadPickle {
  readonly value: PickleValue;
  /** The position after the pickle's last byte. */
  readonly end: number;
  /** Every reference to something outside, in the order of the pickle. */
  readonly persistentIds: readonly PersistentId[];
}

/**
 * The value that a pickle of protocol 0 to 5 describes (Python, Lib/pickletools.py). No code runs, whatever the pickle
 * names.
 *
 * Throws `bad-checkpoint` for bytes that are no pickle and for one of more than a million objects, `PickleEnds` if the
 * bytes end before the pickle does, and `unsupported` for what only a running Python can give.
 */
export function readPickle(bytes: Uint8Array, start: number, where: string): ReadPickle {
  return new PickleMachine(new PickleReader(bytes, start, where), where).run();
}

/** The value of a pickle whose bytes are all there. Throws as `readPickle` does, and `bad-checkpoint` if it is cut off. */
export function readWholePickle(bytes: Uint8Array, where: string): PickleValue {
  try {
    return readPickle(bytes, 0, where).value;
  } catch (thrown) {
    if (thrown instanceof PickleEnds) throw badCheckpoint(where, 'its pickle ends too early; the file is damaged');
    throw thrown;
  }
}

/** The machine for which a pickle is the program: a stack, the stacks below each mark, and a memo. */
class PickleMachine {
  #stack: PickleValue[] = [];
  readonly #marked: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();
  readonly #persistentIds: PersistentId[] = [];
  #objects = 0;

  constructor(
    private readonly reader: PickleReader,
    private readonly where: string,
  ) {}

  run(): ReadPickle {
    for (let opcodes = 0; opcodes < maxOpcodes; opcodes++) {
      const at = this.reader.position;
      const opcode = this.reader.byte();
      if (opcode === STOP) return { value: this.pop(), end: this.reader.position, persistentIds: this.#persistentIds };
      const step = steps.get(opcode);
      if (!step) throw badCheckpoint(this.where, `its pickle has the unknown opcode ${opcode} at byte ${at}`);
      step(this, this.reader);
      if (Math.max(this.#objects, this.#memo.size) > maxObjects)
        throw badCheckpoint(this.where, `its pickle has more than ${maxObjects} objects`);
    }
    throw badCheckpoint(this.where, `its pickle has more than ${maxOpcodes} opcodes`);
  }

  push(value: PickleValue): void {
    if (typeof value === 'object' && value !== null) this.#objects++;
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined) throw this.broken();
    return value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined) throw this.broken();
    return value;
  }

  mark(): void {
    this.#objects++;
    this.#marked.push(this.#stack);
    this.#stack = [];
  }

  /** What was pushed since the last mark. */
  sinceMark(): PickleValue[] {
    const values = this.#stack;
    const below = this.#marked.pop();
    if (!below) throw this.broken();
    this.#stack = below;
    return values;
  }

  /** POP takes a mark too, if nothing stands above it. */
  drop(): void {
    if (this.#stack.length > 0) this.#stack.pop();
    else this.sinceMark();
  }

  tuple(length: number): void {
    if (this.#stack.length < length) throw this.broken();
    this.push(new PickleTuple(this.#stack.splice(this.#stack.length - length, length)));
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  memoize(): void {
    this.remember(this.#memo.size);
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.broken();
    this.#stack.push(value);
  }

  global(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw this.broken();
    this.push(new PickleGlobal(module, name));
  }

  call(callable: PickleValue, args: readonly PickleValue[]): void {
    this.push(new PickleObject(callable, args));
  }

  argumentsOf(value: PickleValue): readonly PickleValue[] {
    if (value instanceof PickleTuple) return value.items;
    throw this.broken();
  }

  persistent(id: PickleValue): void {
    const reference = new PersistentId(id);
    this.#persistentIds.push(reference);
    this.push(reference);
  }

  append(values: readonly PickleValue[]): void {
    const target = this.top();
    const list = Array.isArray(target) ? target : target instanceof PickleObject ? (target.items ??= []) : null;
    if (!list) throw this.broken();
    for (const value of values) list.push(value);
  }

  add(values: readonly PickleValue[]): void {
    const target = this.top();
    if (!(target instanceof Set)) return this.append(values);
    for (const value of values) target.add(value);
  }

  /** `values` are keys and values in turn. */
  setItems(values: readonly PickleValue[]): void {
    const target = this.top();
    const entries =
      target instanceof Map ? target : target instanceof PickleObject ? (target.entries ??= new Map()) : null;
    if (!entries || values.length % 2 !== 0) throw this.broken();
    for (let i = 0; i < values.length; i += 2) entries.set(values[i] ?? null, values[i + 1] ?? null);
  }

  build(state: PickleValue): void {
    const target = this.top();
    if (!(target instanceof PickleObject)) throw this.broken();
    target.state = state;
  }

  notInPickle(what: string): Error {
    return unsupported(this.where, `its pickle refers to ${what}, which is not in the file`);
  }

  private broken(): Error {
    return badCheckpoint(this.where, `its pickle is broken at byte ${this.reader.position}`);
  }
}

type Step = (machine: PickleMachine, reader: PickleReader) => void;

const STOP = 0x2e;

/** By opcode: Python's name stands behind each. */
const steps: ReadonlyMap<number, Step> = new Map<number, Step>([
  [0x80, (m, r) => r.protocol()], // PROTO
  [0x95, (m, r) => r.skip(8)], // FRAME
  [0x28, m => m.mark()], // MARK
  [0x30, m => m.drop()], // POP
  [0x31, m => void m.sinceMark()], // POP_MARK
  [0x32, m => m.push(m.top())], // DUP
  [0x70, (m, r) => m.remember(Number(r.decimal()))], // PUT
  [0x71, (m, r) => m.remember(r.byte())], // BINPUT
  [0x72, (m, r) => m.remember(r.uint32())], // LONG_BINPUT
  [0x94, m => m.memoize()], // MEMOIZE
  [0x67, (m, r) => m.recall(Number(r.decimal()))], // GET
  [0x68, (m, r) => m.recall(r.byte())], // BINGET
  [0x6a, (m, r) => m.recall(r.uint32())], // LONG_BINGET
  [0x4e, m => m.push(null)], // NONE
  [0x88, m => m.push(true)], // NEWTRUE
  [0x89, m => m.push(false)], // NEWFALSE
  [0x49, (m, r) => m.push(r.decimalOrBoolean())], // INT
  [0x4c, (m, r) => m.push(r.decimal())], // LONG
  [0x46, (m, r) => m.push(r.decimalFraction())], // FLOAT
  [0x4a, (m, r) => m.push(r.int32())], // BININT
  [0x4b, (m, r) => m.push(r.byte())], // BININT1
  [0x4d, (m, r) => m.push(r.uint16())], // BININT2
  [0x8a, (m, r) => m.push(r.integer(r.byte()))], // LONG1
  [0x8b, (m, r) => m.push(r.integer(r.uint32()))], // LONG4
  [0x47, (m, r) => m.push(r.float64())], // BINFLOAT
  [0x53, (m, r) => m.push(r.quoted())], // STRING
  [0x56, (m, r) => m.push(r.escaped())], // UNICODE
  [0x54, (m, r) => m.push(r.latin1(r.uint32()))], // BINSTRING
  [0x55, (m, r) => m.push(r.latin1(r.byte()))], // SHORT_BINSTRING
  [0x58, (m, r) => m.push(r.utf8(r.uint32()))], // BINUNICODE
  [0x8c, (m, r) => m.push(r.utf8(r.byte()))], // SHORT_BINUNICODE
  [0x8d, (m, r) => m.push(r.utf8(r.uint64()))], // BINUNICODE8
  [0x42, (m, r) => m.push(r.bytes(r.uint32()))], // BINBYTES
  [0x43, (m, r) => m.push(r.bytes(r.byte()))], // SHORT_BINBYTES
  [0x8e, (m, r) => m.push(r.bytes(r.uint64()))], // BINBYTES8
  [0x96, (m, r) => m.push(r.bytes(r.uint64()))], // BYTEARRAY8
  [0x29, m => m.tuple(0)], // EMPTY_TUPLE
  [0x85, m => m.tuple(1)], // TUPLE1
  [0x86, m => m.tuple(2)], // TUPLE2
  [0x87, m => m.tuple(3)], // TUPLE3
  [0x74, m => m.push(new PickleTuple(m.sinceMark()))], // TUPLE
  [0x5d, m => m.push([])], // EMPTY_LIST
  [0x6c, m => m.push(m.sinceMark())], // LIST
  [0x61, m => m.append([m.pop()])], // APPEND
  [0x65, m => m.append(m.sinceMark())], // APPENDS
  [0x7d, m => m.push(new Map())], // EMPTY_DICT
  [0x64, dict], // DICT
  [0x73, setItem], // SETITEM
  [0x75, m => m.setItems(m.sinceMark())], // SETITEMS
  [0x8f, m => m.push(new Set())], // EMPTY_SET
  [0x91, m => m.push(new Set(m.sinceMark()))], // FROZENSET
  [0x90, m => m.add(m.sinceMark())], // ADDITEMS
  [0x63, (m, r) => m.global(r.line(), r.line())], // GLOBAL
  [0x93, stackGlobal], // STACK_GLOBAL
  [0x52, reduce], // REDUCE
  [0x81, reduce], // NEWOBJ
  [0x92, newObjectWithKeywords], // NEWOBJ_EX
  [0x69, (m, r) => m.call(new PickleGlobal(r.line(), r.line()), m.sinceMark())], // INST
  [0x6f, object], // OBJ
  [0x62, m => m.build(m.pop())], // BUILD
  [0x50, (m, r) => m.persistent(r.line())], // PERSID
  [0x51, m => m.persistent(m.pop())], // BINPERSID
  ...[0x82, 0x83, 0x84].map((opcode): [number, Step] => [opcode, refuseExtension]), // EXT1, EXT2, EXT4
  ...[0x97, 0x98].map((opcode): [number, Step] => [opcode, refuseBuffer]), // NEXT_BUFFER, READONLY_BUFFER
]);

function dict(m: PickleMachine): void {
  const items = m.sinceMark();
  m.push(new Map());
  m.setItems(items);
}

function setItem(m: PickleMachine): void {
  const value = m.pop();
  m.setItems([m.pop(), value]);
}

function stackGlobal(m: PickleMachine): void {
  const name = m.pop();
  m.global(m.pop(), name);
}

function reduce(m: PickleMachine): void {
  const args = m.argumentsOf(m.pop());
  m.call(m.pop(), args);
}

function newObjectWithKeywords(m: PickleMachine): void {
  m.pop();
  reduce(m);
}

function object(m: PickleMachine): void {
  const [callable = null, ...args] = m.sinceMark();
  m.call(callable, args);
}

function refuseExtension(m: PickleMachine): never {
  throw m.notInPickle('an extension registry');
}

function refuseBuffer(m: PickleMachine): never {
  throw m.notInPickle('a buffer');
}
