/** A whole number of 1, 2, 4 or 8 bytes. */
export function littleEndian(view: DataView, at: number, width: number, isSigned: boolean): number {
  switch (width) {
    case 1:
      return isSigned ? view.getInt8(at) : view.getUint8(at);
    case 2:
      return isSigned ? view.getInt16(at, true) : view.getUint16(at, true);
    case 4:
      return isSigned ? view.getInt32(at, true) : view.getUint32(at, true);
    default:
      return Number(isSigned ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
  }
}
