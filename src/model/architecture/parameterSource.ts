import { asStored, transposed } from '../weightLayout';
import type { ParameterSource } from './architecture';

/** A parameter that the file keeps in the engine's own order. */
export function stored(parameter: string, tensor: string, ...shape: number[]): ParameterSource {
  return { parameter, shape, tensor, tensorShape: shape, layout: asStored };
}

/** The weight of a torch Linear: [out, in] in the file, [in, out] in the engine. */
export function linear(parameter: string, tensor: string, inputs: number, outputs: number): ParameterSource {
  return {
    parameter,
    shape: [inputs, outputs],
    tensor,
    tensorShape: [outputs, inputs],
    layout: transposed(outputs, inputs),
  };
}

export function perLayer(nLayers: number, block: (layer: number) => ParameterSource[]): ParameterSource[] {
  return Array.from({ length: nLayers }, (_, layer) => block(layer)).flat();
}
