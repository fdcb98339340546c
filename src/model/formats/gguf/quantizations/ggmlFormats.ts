import { floatFormats, type WeightFormat } from '../../../dtype';
import { iq1M, iq1S, iq2S, iq2Xs, iq2Xxs, iq3S, iq3Xxs, iq4Xs } from './iQuants';
import { q2K, q3K, q4K, q5K, q6K } from './kQuants';
import { iq4Nl, mxfp4, q4One, q4Zero, q5One, q5Zero, q8Zero } from './smallBlocks';
import { tq1Zero, tq2Zero } from './ternary';

/** The names of ggml's types by their number (`ggml_type` in ggml.h), also of those that are no longer written. */
const typeNames: readonly string[] = [
  ...['F32', 'F16', 'Q4_0', 'Q4_1', 'Q4_2', 'Q4_3', 'Q5_0', 'Q5_1', 'Q8_0', 'Q8_1'],
  ...['Q2_K', 'Q3_K', 'Q4_K', 'Q5_K', 'Q6_K', 'Q8_K'],
  ...['IQ2_XXS', 'IQ2_XS', 'IQ3_XXS', 'IQ1_S', 'IQ4_NL', 'IQ3_S', 'IQ2_S', 'IQ4_XS'],
  ...['I8', 'I16', 'I32', 'I64', 'F64', 'IQ1_M', 'BF16'],
  ...['Q4_0_4_4', 'Q4_0_4_8', 'Q4_0_8_8', 'TQ1_0', 'TQ2_0', 'IQ4_NL_4_4', 'IQ4_NL_4_8', 'IQ4_NL_8_8'],
  ...['MXFP4', 'NVFP4', 'Q1_0'],
];

const formats: ReadonlyMap<string, WeightFormat> = new Map([
  ...floatFormats,
  ...[
    ...[q4Zero, q4One, q5Zero, q5One, q8Zero, q2K, q3K, q4K, q5K, q6K],
    ...[iq1S, iq1M, iq2Xxs, iq2Xs, iq2S, iq3Xxs, iq3S, iq4Nl, iq4Xs],
    ...[tq1Zero, tq2Zero, mxfp4],
  ].map((format): [string, WeightFormat] => [format.name, format]),
]);

/** The format of a ggml type; null for one that is not read. */
export function ggmlFormat(type: number): WeightFormat | null {
  return formats.get(typeNames[type] ?? '') ?? null;
}

/** How messages name a ggml type: "Q8_K", or "ggml type 99" for a number that ggml does not have. */
export function ggmlTypeName(type: number): string {
  return typeNames[type] ?? `ggml type ${type}`;
}
