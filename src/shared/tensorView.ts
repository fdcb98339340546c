/** Numbers with a shape, row-major. Tensors travel between processes in this form only. */
export interface TensorView<Data extends TensorData = TensorData> {
  readonly shape: readonly number[];
  readonly data: Data;
}

export type TensorData = Float32Array | Int32Array;

export type FloatView = TensorView<Float32Array>;
export type IntView = TensorView<Int32Array>;

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A view of data. Throws a RangeError if the data do not fill the shape: a programming error. */
export function tensorView<Data extends TensorData>(shape: readonly number[], data: Data): TensorView<Data> {
  if (data.length !== sizeOfShape(shape)) {
    throw new RangeError(`${data.length} numbers do not fill the shape [${shape.join(', ')}]`);
  }
  return { shape, data };
}
