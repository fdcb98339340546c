import { sizeOfShape } from '../../../shared/tensorView';
import { badCheckpoint, unsupported } from '../../badCheckpoint';
import { dictEntries, PersistentId, PickleGlobal, PickleObject, PickleTuple, callablePath } from './pickleValue';
import type { PickleValue } from './pickleValue';

/** A block of numbers in the file. Several tensors may look at one storage. */
export interface TorchStorage {
  readonly key: string;
  readonly byteLength: number;
}

/** A tensor as torch pickles it: a view of a storage. Lengths and strides count numbers, not bytes. */
export interface TorchTensor {
  readonly storage: TorchStorage;
  /** By safetensors' name: "F32". A dtype that safetensors lacks has torch's name. */
  readonly dtype: string;
  readonly elementBytes: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly start: number;
}

/** PyTorch's own limit of dimensions. */
const maxDimensions = 64;

/** By the last word of the class: "torch.FloatStorage". */
const storageClasses: ReadonlyMap<string, readonly [dtype: string, bytes: number]> = new Map([
  ['DoubleStorage', ['F64', 8]],
  ['FloatStorage', ['F32', 4]],
  ['HalfStorage', ['F16', 2]],
  ['BFloat16Storage', ['BF16', 2]],
  ['LongStorage', ['I64', 8]],
  ['IntStorage', ['I32', 4]],
  ['ShortStorage', ['I16', 2]],
  ['CharStorage', ['I8', 1]],
  ['ByteStorage', ['U8', 1]],
  ['BoolStorage', ['BOOL', 1]],
  ['ComplexFloatStorage', ['complex64', 8]],
  ['ComplexDoubleStorage', ['complex128', 16]],
  ['QInt8Storage', ['qint8', 1]],
  ['QUInt8Storage', ['quint8', 1]],
  ['QInt32Storage', ['qint32', 4]],
  ['UntypedStorage', ['U8', 1]],
] as const);

/** dtypes that have no storage class of their own, by torch's name. */
const dtypes: ReadonlyMap<string, readonly [dtype: string, bytes: number]> = new Map([
  ['float8_e4m3fn', ['F8_E4M3', 1]],
  ['float8_e5m2', ['F8_E5M2', 1]],
  ['uint16', ['U16', 2]],
  ['uint32', ['U32', 4]],
  ['uint64', ['U64', 8]],
] as const);

/** Classes whose tensors hold their numbers as a plain tensor does. */
const plainTensorClasses = new Set([
  'torch.Tensor',
  'torch._tensor.Tensor',
  'torch.nn.parameter.Parameter',
  'torch.nn.parameter.Buffer',
]);

const rebuildFromType = 'torch._tensor._rebuild_from_type_v2';

/** Whether torch would make a tensor from this. */
export function isTensor(value: PickleValue): boolean {
  const path = callablePath(value);
  return path !== null && (path.startsWith('torch._utils._rebuild_') || path === rebuildFromType);
}

/** Whether `torchTensor` reads it. */
export function isPlainTensor(value: PickleValue): boolean {
  try {
    return isTensor(value) && torchTensor(value, '', '').shape.length >= 0;
  } catch {
    return false;
  }
}

/**
 * What a call of torch's `_rebuild_…` functions describes (torch/_utils.py). `what` and `where` begin the messages.
 *
 * Throws `unsupported` for tensors that are no plain view of a storage (sparse, quantised, distributed, conjugated), and
 * `bad-checkpoint` for arguments that cannot be.
 */
export function torchTensor(value: PickleValue, what: string, where: string): TorchTensor {
  for (let tensor = value, depth = 0; depth < 8 && tensor instanceof PickleObject; depth++) {
    const path = callablePath(tensor);
    switch (path) {
      case 'torch._utils._rebuild_parameter':
      case 'torch._utils._rebuild_parameter_with_state':
        tensor = tensor.args[0] ?? null;
        break;
      case rebuildFromType: {
        const [callable = null, type, args] = tensor.args;
        const isPlain = type instanceof PickleGlobal && plainTensorClasses.has(type.path);
        if (!isPlain) throw unread(where, what, type instanceof PickleGlobal ? type.path : rebuildFromType);
        tensor = new PickleObject(callable, args instanceof PickleTuple ? args.items : []);
        break;
      }
      case 'torch._utils._rebuild_tensor':
        return view(tensor.args.slice(0, 4), null, null, what, where);
      case 'torch._utils._rebuild_tensor_v2':
        return view(tensor.args.slice(0, 4), null, tensor.args[6] ?? null, what, where);
      case 'torch._utils._rebuild_tensor_v3':
        return view(tensor.args.slice(0, 4), tensor.args[6] ?? null, tensor.args[7] ?? null, what, where);
      default:
        throw unread(where, what, path ?? 'something without a name');
    }
  }
  throw badCheckpoint(where, `${what} is no tensor that torch writes`);
}

/** The error for a value that only a call of code in Python could make. */
export function unread(where: string, what: string, path: string): Error {
  return unsupported(
    where,
    `${what} is made by ${path}, which is not run here; load the file with torch and save its plain tensors again`,
  );
}

function view(
  [storage, start, size, stride]: readonly PickleValue[],
  dtype: PickleValue,
  metadata: PickleValue,
  what: string,
  where: string,
): TorchTensor {
  // Such as {"conj": True} and {"neg": True}: the stored numbers are not the tensor's.
  if ((dictEntries(metadata)?.size ?? 0) > 0) {
    throw unsupported(
      where,
      `${what} is a lazily conjugated or negated tensor; save it after resolve_conj().resolve_neg()`,
    );
  }
  const stored = torchStorage(storage ?? null);
  const shape = counts(size);
  const strides = counts(stride);
  if (!stored || !isCount(start) || !shape || shape.length !== strides?.length) {
    throw badCheckpoint(where, `${what} has an impossible storage, offset, shape or stride`);
  }
  const [name, elementBytes] = dtype === null ? stored.type : dtypeOf(dtype, stored.type);
  const length = sizeOfShape(shape);
  const last = shape.reduce((sum, axis, i) => sum + (axis - 1) * (strides[i] ?? 0), start);
  const end = length === 0 ? 0 : (last + 1) * elementBytes;
  if (!Number.isSafeInteger(length) || !(end <= stored.byteLength)) {
    throw badCheckpoint(
      where,
      `${what} has shape [${shape.join(', ')}] and strides [${strides.join(', ')}], which reach outside its storage of ${stored.byteLength} bytes`,
    );
  }
  const { key, byteLength } = stored;
  return { storage: { key, byteLength }, dtype: name, elementBytes, shape, strides, start };
}

function dtypeOf(dtype: PickleValue, untyped: readonly [string, number]): readonly [string, number] {
  const name = dtype instanceof PickleGlobal && dtype.module === 'torch' ? dtype.name : 'an unknown dtype';
  return dtypes.get(name) ?? [name, untyped[1]];
}

interface TypedStorage extends TorchStorage {
  readonly type: readonly [dtype: string, bytes: number];
}

/** The storage behind ("storage", class, key, device, count); null for anything else. */
export function torchStorage(value: PickleValue): TypedStorage | null {
  if (!(value instanceof PersistentId) || !(value.id instanceof PickleTuple)) return null;
  const [tag, kind, key, , count, viewOf] = value.id.items;
  if (tag !== 'storage' || !(kind instanceof PickleGlobal) || typeof key !== 'string' || !isCount(count)) return null;
  const type = storageClasses.get(kind.name);
  // Before torch 1.0, a storage could be a part of another one.
  if (!type || (viewOf !== undefined && viewOf !== null)) return null;
  return { key, type, byteLength: count * type[1] };
}

function counts(value: PickleValue | undefined): number[] | null {
  const items = value instanceof PickleTuple ? value.items : value instanceof PickleObject ? sizeItems(value) : null;
  return items && items.length <= maxDimensions && items.every(isCount) ? [...items] : null;
}

/** torch.Size((2, 3)). */
function sizeItems(value: PickleObject): readonly PickleValue[] | null {
  const [items] = value.args;
  return callablePath(value) === 'torch.Size' && items instanceof PickleTuple ? items.items : null;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
