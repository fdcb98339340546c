import { isRecord } from '../shared/parsedValues';
import { unsupported } from './badCheckpoint';
import type { JsonObject } from './jsonFile';
import type { StoredTensor, TensorIndex } from './storedTensor';

interface SpecialWeights {
  /** A part of a tensor's name that only these weights have. */
  readonly name: RegExp;
  readonly what: string;
  readonly remedy: string;
}

const dequantize =
  'load the checkpoint from which it was made, or a GGUF file of the model, or save it dequantized (model.dequantize() of transformers)';

/** Weights that are not the model's own numbers, with what the user can do. */
const special: readonly SpecialWeights[] = [
  {
    name: /(^|\.)(lora_[AB]|lora_embedding_[AB]|lora_magnitude_vector)(\.|$)/,
    what: 'holds LoRA weights',
    remedy: 'merge them with their base model (merge_and_unload() of PEFT) and save that',
  },
  { name: /\.(qweight|qzeros|g_idx)$/, what: 'holds GPTQ or AWQ weights', remedy: dequantize },
  {
    name: /\.(absmax|nested_absmax|quant_map|SCB)$|\.quant_state\./,
    what: 'holds bitsandbytes weights',
    remedy: dequantize,
  },
  {
    name: /\.(weight_scale|weight_scale_inv|weight_scale_2|input_scale|weight_packed)$/,
    what: 'holds weights that are divided by scales of their own',
    remedy: dequantize,
  },
];

/** Throws `unsupported`, with the remedy, for adapters and for weights of a quantisation that is not read. */
export function refuseSpecialWeights(stored: TensorIndex): void {
  for (const tensor of stored.values()) {
    const kind = special.find(({ name }) => name.test(tensor.name));
    if (kind)
      throw unsupported(tensor.source.name, `${kind.what} ("${tensor.name}"), which are not read; ${kind.remedy}`);
  }
}

/** Throws `unsupported` for a config that says that its weights are quantised: "gptq", "awq", "bitsandbytes", "fp8". */
export function refuseQuantizedConfig(config: JsonObject): void {
  // MLX writes {"quantization": {"group_size": 64, "bits": 4}}, and in newer versions both keys.
  if (isRecord(config.fields.quantization) && 'group_size' in config.fields.quantization) {
    throw unsupported(config.where, `its weights are quantised (MLX), which is not read; ${dequantize}`);
  }
  const quantization = config.object('quantization_config');
  if (!quantization) return;
  const bits = ['load_in_8bit', 'load_in_4bit'].some(key => quantization.fields[key] === true);
  const method = quantization.string('quant_method', bits ? 'bitsandbytes' : '');
  throw unsupported(
    config.where,
    `its weights are quantised (${method || 'quantization_config'}), which is not read; ${dequantize}`,
  );
}

/** Throws for a weight whose dtype is not read, with what the user can do. */
export function refuseDtype({ source, name, dtype }: StoredTensor): never {
  const isInteger = /^[IU]\d+$/.test(dtype) || dtype === 'BOOL';
  throw unsupported(
    source.name,
    `tensor "${name}" is ${dtype}, a dtype that is not read${isInteger ? `; integer weights are quantised: ${dequantize}` : ''}`,
  );
}
