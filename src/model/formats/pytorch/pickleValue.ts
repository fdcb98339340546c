/**
 * What a pickle describes, as data. Nothing is imported or called: a class or function is a name, and a call of it is the
 * name with its arguments.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleTuple
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>
  | PickleGlobal
  | PickleObject
  | PersistentId;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A class or a function of Python: "torch._utils._rebuild_tensor_v2". */
export class PickleGlobal {
  constructor(
    readonly module: string,
    readonly name: string,
  ) {}

  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** What Python would get by calling `callable`, or by making an instance of it, with what is then put into it. */
export class PickleObject {
  /** Its `__dict__`, or what its `__setstate__` would get. */
  state: PickleValue = null;
  /** What a dict, such as OrderedDict, is filled with. Null: nothing. */
  entries: Map<PickleValue, PickleValue> | null = null;
  /** What a list or a set is filled with. Null: nothing. */
  items: PickleValue[] | null = null;

  constructor(
    readonly callable: PickleValue,
    readonly args: readonly PickleValue[],
  ) {}
}

/** A reference to something outside the pickle. torch's are tuples: ("storage", FloatStorage, "0", "cpu", 64). */
export class PersistentId {
  constructor(readonly id: PickleValue) {}
}

/** The name of what a value was made by; null for a value that no class or function made. */
export function callablePath(value: PickleValue): string | null {
  return value instanceof PickleObject && value.callable instanceof PickleGlobal ? value.callable.path : null;
}

/** The entries of a dict or an OrderedDict; null for any other value. */
export function dictEntries(value: PickleValue): ReadonlyMap<PickleValue, PickleValue> | null {
  if (value instanceof Map) return value;
  if (!(value instanceof PickleObject) || !dictClasses.has(callablePath(value) ?? '')) return null;
  return value.entries ?? new Map<PickleValue, PickleValue>();
}

const dictClasses = new Set([
  'collections.OrderedDict',
  'collections.defaultdict',
  'builtins.dict',
  '__builtin__.dict',
]);

/** The attributes of an object, from its state: a dict, or a pair of a dict and the slots' dict. */
export function attributes(value: PickleValue): ReadonlyMap<PickleValue, PickleValue> | null {
  if (!(value instanceof PickleObject)) return null;
  const state = value.state instanceof PickleTuple ? (value.state.items[0] ?? null) : value.state;
  return dictEntries(state);
}
