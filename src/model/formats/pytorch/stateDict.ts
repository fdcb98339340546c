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
/** A value may stand in many places, so that a walk over a small pickle may have no end. */
const maxVisits = 1_000_000;
/** In one file. Published models with more are in many files. */
export const maxTensors = 20_000;
export const maxNameLength = 256;

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
  const holders = holdersIn(named);
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
      remarks: [...leftOut(chosen, otherHolders(rest)), ...inner.remarks],
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

/** The keys under which there may be weights: a module, a dict of tensors, or {"state_dict": {…}}. */
function holdersIn(named: ReadonlyMap<string, PickleValue>): string[] {
  const known = new Map<PickleValue, boolean>();
  const mayHold = (value: PickleValue): boolean => {
    if (asModule(value)) return true;
    for (const [key, one] of dictEntries(value) ?? []) {
      if (typeof key === 'string' && (isTensor(one) || (usualKeys.includes(key) && holdsTensor(one)))) return true;
    }
    return false;
  };
  return [...named.keys()].filter(key => {
    const value = named.get(key) ?? null;
    const isHolder = known.get(value) ?? mayHold(value);
    known.set(value, isHolder);
    return isHolder;
  });
}

function holdsTensor(value: PickleValue): boolean {
  for (const one of dictEntries(value)?.values() ?? []) if (isTensor(one)) return true;
  return false;
}

/** The keys of other values with tensors in the first levels: an optimiser keeps its own under "state" and a number. */
function otherHolders(named: ReadonlyMap<string, PickleValue>): string[] {
  let left = maxVisits;
  const within = (value: PickleValue, depth: number): boolean => {
    if (left-- <= 0) return false;
    if (isTensor(value) || asModule(value)) return true;
    if (depth === 0) return false;
    for (const one of dictEntries(value)?.values() ?? []) if (within(one, depth - 1)) return true;
    return false;
  };
  return [...named].filter(([, value]) => !isTensor(value) && within(value, 3)).map(([key]) => key);
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
  let visits = 0;
  const visit = (): void => {
    if (++visits > maxVisits) throw badCheckpoint(where, 'has modules nested without end');
  };
  const collect = (module: PickleObject, prefix: string, depth: number): void => {
    if (depth > maxModuleDepth) throw badCheckpoint(where, `has modules nested more than ${maxModuleDepth} deep`);
    const state = attributes(module);
    const listed = setItems(state?.get('_non_persistent_buffers_set') ?? null);
    visits += listed.length;
    const nonPersistent = new Set(listed);
    for (const part of ['_parameters', '_buffers']) {
      for (const [name, value] of dictEntries(state?.get(part) ?? null) ?? []) {
        visit();
        if (typeof name !== 'string' || value === null || (part === '_buffers' && nonPersistent.has(name))) continue;
        if (isTensor(value)) add(tensors, prefix + name, value, where);
        else if (value instanceof PickleObject) throw madeByCode(prefix + name, value, where);
      }
    }
    for (const [name, value] of dictEntries(state?.get('_modules') ?? null) ?? []) {
      visit();
      if (typeof name !== 'string' || value === null) continue;
      const inner = asModule(value);
      if (!inner) throw badCheckpoint(where, `its module ${showValue(prefix + name)} is no module`);
      collect(inner, `${prefix}${name}.`, depth + 1);
    }
  };
  collect(root, '', 0);
  return tensors;
}

/** The members of a set, or of `set([…])`, as protocol 2 writes one. */
function setItems(value: PickleValue): readonly PickleValue[] {
  if (value instanceof Set) return [...value];
  const [items] = value instanceof PickleObject ? value.args : [];
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
