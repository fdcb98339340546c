import { badCheckpoint, unsupported } from '../../badCheckpoint';
import { showValue } from '../../showValue';
import { attributes, callablePath, dictEntries, PickleObject, type PickleValue } from './pickleValue';
import { isTensor, unread } from './torchTensor';

/** The weights in what `torch.save` got, and what stood beside them. */
export interface StateDict {
  /** Values of which torch makes tensors, by name. */
  readonly tensors: ReadonlyMap<string, PickleValue>;
  /** The module that was saved as a whole, instead of its weights; null for saved weights. */
  readonly module: PickleObject | null;
  /** The entries beside the weights, such as "optimizer" and "model_args". */
  readonly beside: ReadonlyMap<string, PickleValue>;
  readonly remarks: readonly string[];
}

/** Where training loops put the weights, most usual first. */
const usualKeys = ['model_state_dict', 'state_dict', 'model', 'module', 'net', 'network', 'model_state', 'weights'];

/** Entries with tensors that are no weights. */
const otherState = /optim|sched|scaler|rng|loss|grad|metric|history|buffer|step|best_|ema/i;

/** Modules in modules. torch's own state_dict would recurse as deep. */
const maxModuleDepth = 64;
const maxModules = 100_000;
const maxTensors = 1_000_000;
const maxNameLength = 256;

/**
 * Finds the weights in what was saved: a state dict, a module as a whole, or a dict that holds one of them beside other
 * things under one of `usualKeys`, or under the only key that may be one.
 *
 * Throws `unsupported` if nothing or more than one thing may be the weights, and for a weight that only a call of code in
 * Python could make.
 */
export function findStateDict(root: PickleValue, where: string): StateDict {
  return findIn(root, where, 0);
}

function findIn(value: PickleValue, where: string, depth: number): StateDict {
  const module = asModule(value);
  if (module) return { tensors: moduleTensors(module, where), module, beside: new Map(), remarks: [] };
  const entries = dictEntries(value);
  if (!entries) throw noWeights(value, where);
  const named = new Map([...entries].filter((entry): entry is [string, PickleValue] => typeof entry[0] === 'string'));
  const holders = [...named.keys()].filter(key => mayHoldWeights(named.get(key) ?? null));
  const usual = usualKeys.filter(key => holders.includes(key));
  const own = [...named].filter(([, one]) => isTensor(one));
  const others = holders.filter(key => !otherState.test(key));
  const chosen = usual[0] ?? (own.length === 0 && others.length === 1 ? others[0] : undefined);
  if (chosen !== undefined && depth < 3) {
    const inner = findIn(named.get(chosen) ?? null, where, depth + 1);
    const rest = new Map([...named].filter(([key]) => key !== chosen));
    return {
      ...inner,
      beside: new Map([...rest, ...inner.beside]),
      remarks: [
        ...leftOut(
          chosen,
          [...rest].filter(([, one]) => !isTensor(one) && hasTensors(one)).map(([key]) => key),
        ),
        ...inner.remarks,
      ],
    };
  }
  if (own.length > 0) return { tensors: weights(named, where), module: null, beside: named, remarks: [] };
  if (others.length > 1) {
    throw unsupported(
      where,
      `holds tensors under ${others.slice(0, 8).map(showValue).join(', ')}, and it is not clear which are the model; save its state_dict() alone`,
    );
  }
  throw noWeights(value, where);
}

/** A sentence about entries with tensors that were not read. */
function leftOut(chosen: string, keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const shown = keys.slice(0, 8).map(key => showValue(key));
  const more = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : '';
  return [`The weights under ${showValue(chosen)} are read; the file also holds ${shown.join(', ')}${more}.`];
}

function mayHoldWeights(value: PickleValue): boolean {
  if (asModule(value)) return true;
  const entries = dictEntries(value);
  return (
    entries !== null &&
    [...entries].some(([key, one]) => typeof key === 'string' && (isTensor(one) || mayNest(key, one)))
  );
}

/** {"model": {"state_dict": …}}. */
function mayNest(key: string, value: PickleValue): boolean {
  const inner = usualKeys.includes(key) ? dictEntries(value) : null;
  return inner !== null && [...inner.values()].some(isTensor);
}

/** Whether there are tensors in the first two levels: an optimiser keeps its own under "state". */
function hasTensors(value: PickleValue): boolean {
  if (asModule(value)) return true;
  const within = (one: PickleValue, depth: number): boolean =>
    isTensor(one) ||
    (depth > 0 && [...(dictEntries(one)?.values() ?? [])].slice(0, 1000).some(inner => within(inner, depth - 1)));
  return within(value, 3);
}

/** A state dict's tensors. Numbers and strings beside them are no weights. */
function weights(named: ReadonlyMap<string, PickleValue>, where: string): Map<string, PickleValue> {
  const tensors = new Map<string, PickleValue>();
  for (const [name, value] of named) {
    if (isTensor(value)) add(tensors, name, value, where);
    else if (value instanceof PickleObject && !isData(value)) throw madeByCode(name, value, where);
  }
  return tensors;
}

/** Objects without weights, which state dicts are known to have. */
function isData(value: PickleObject): boolean {
  const path = callablePath(value) ?? '';
  return dictEntries(value) !== null || /^(numpy|argparse|_codecs|pathlib|datetime|torch\.Size$)/.test(path);
}

/** A module's persistent state by the names of `state_dict()`: parameters, buffers, and those of its modules. */
export function moduleTensors(root: PickleObject, where: string): Map<string, PickleValue> {
  const tensors = new Map<string, PickleValue>();
  let modules = 0;
  const collect = (module: PickleObject, prefix: string, depth: number): void => {
    if (depth > maxModuleDepth || ++modules > maxModules) throw badCheckpoint(where, 'has modules nested without end');
    const state = attributes(module);
    const passing = state?.get('_non_persistent_buffers_set') ?? null;
    const isPassing = (name: PickleValue): boolean =>
      passing instanceof Set
        ? passing.has(name)
        : passing instanceof PickleObject && [...(passing.items ?? []), ...setItems(passing)].includes(name);
    for (const part of ['_parameters', '_buffers']) {
      for (const [name, value] of dictEntries(state?.get(part) ?? null) ?? []) {
        if (typeof name !== 'string' || value === null || (part === '_buffers' && isPassing(name))) continue;
        if (isTensor(value)) add(tensors, prefix + name, value, where);
        else if (value instanceof PickleObject) throw madeByCode(prefix + name, value, where);
      }
    }
    for (const [name, value] of dictEntries(state?.get('_modules') ?? null) ?? []) {
      if (typeof name !== 'string' || value === null) continue;
      const inner = asModule(value);
      if (!inner) throw badCheckpoint(where, `its module ${showValue(prefix + name)} is no module`);
      collect(inner, `${prefix}${name}.`, depth + 1);
    }
  };
  collect(root, '', 0);
  return tensors;
}

/** The members of `set([…])`, as protocol 2 writes a set. */
function setItems(value: PickleObject): readonly PickleValue[] {
  const [items] = value.args;
  return Array.isArray(items) ? items : [];
}

/** An object with the state of torch's Module; null for any other value. */
export function asModule(value: PickleValue): PickleObject | null {
  const state = value instanceof PickleObject ? attributes(value) : null;
  return value instanceof PickleObject && state?.has('_parameters') && state.has('_modules') ? value : null;
}

function add(tensors: Map<string, PickleValue>, name: string, value: PickleValue, where: string): void {
  if (name.length > maxNameLength) throw badCheckpoint(where, `has a tensor name of ${name.length} characters`);
  if (tensors.size >= maxTensors) throw badCheckpoint(where, `has more than ${maxTensors} tensors`);
  tensors.set(name, value);
}

function madeByCode(name: string, value: PickleObject, where: string): Error {
  return unread(where, `tensor ${showValue(name)}`, callablePath(value) ?? 'something without a name');
}

function noWeights(value: PickleValue, where: string): Error {
  const what = isTensor(value)
    ? 'holds one tensor'
    : value instanceof PickleObject
      ? `holds an object of ${callablePath(value) ?? 'an unknown class'}`
      : dictEntries(value)
        ? 'holds a dict without weights'
        : Array.isArray(value)
          ? 'holds a list'
          : 'holds a value';
  return unsupported(where, `${what}, and no model: no state dict and no module`);
}
