import type { JsonObject } from '../jsonFile';

/** Values of `model_type` in transformers 5.24 and before, by what such models are. */
const mixtures = new Set(
  [
    'afmoe arctic aria aria_text axk1 axk2 cohere2_moe dbrx deepseek_v2 deepseek_v3 deepseek_v32 deepseek_v4 doge dots1',
    'ernie4_5_moe exaone_moe flex_olmo glm4_moe glm4_moe_lite glm_moe_dsa gpt_oss granitemoe granitemoeshared grok-1',
    'hunyuan_v1_moe jetmoe lfm2_moe llama4 llama4_text longcat_flash mimo_v2_flash minimax minimax_m2 mixtral olmoe openmoe',
    'phimoe qwen2_moe qwen3_moe qwen3_5_moe qwen3_5_moe_text qwen3_omni_moe qwen3_vl_moe solar_open switch_transformers',
  ].flatMap(line => line.split(' ')),
);
const recurrent = new Set(
  [
    'bamba falcon_h1 falcon_mamba granitemoehybrid jamba kimi_linear lfm2 mamba mamba2 nemotron_h olmo_hybrid',
    'qwen3_5 qwen3_5_text qwen3_next recurrent_gemma rwkv rwkv7 xlstm zamba zamba2',
  ].flatMap(line => line.split(' ')),
);
const encoders = new Set(
  [
    'albert bert big_bird camembert convbert deberta deberta-v2 distilbert electra ernie esm eurobert flaubert funnel ibert',
    'longformer megatron-bert mobilebert modernbert mpnet nomic_bert nystromformer rembert roberta roberta-prelayernorm',
    'roformer squeezebert xlm xlm-roberta xlm-roberta-xl xmod yoso',
  ].flatMap(line => line.split(' ')),
);
const encoderDecoders = new Set(
  [
    'bart bigbird_pegasus blenderbot blenderbot-small encoder-decoder fsmt led longt5 m2m_100 marian mbart mt5 mvp nllb-moe',
    'pegasus pegasus_x plbart prophetnet t5 t5gemma t5gemma2 umt5 whisper',
  ].flatMap(line => line.split(' ')),
);
const others = new Map([
  ['gemma3n', 'whose layers have several residual streams and embeddings of their own'],
  ['gemma3n_text', 'whose layers have several residual streams and embeddings of their own'],
]);

/** Keys with the number of experts in configs of all families; more than one is a mixture. */
const expertCounts = [
  ...['num_local_experts', 'num_experts', 'n_routed_experts', 'moe_num_experts', 'num_moe_experts', 'n_experts'],
];

/**
 * What a model is that no family here can be, in words that continue "…, ". Null for a decoder with one MLP in each
 * block, as far as the config says.
 */
export function whatElseItIs(config: JsonObject, modelType: string): string | null {
  const experts = expertCounts.find(key => isMany(config.fields[key]));
  if (mixtures.has(modelType) || experts !== undefined) {
    const count = experts === undefined ? '' : ` ("${experts}" is ${String(config.fields[experts])})`;
    return `a mixture of experts${count}; supported are models with one MLP in each block`;
  }
  if (recurrent.has(modelType)) {
    return 'a model with recurrent or state-space layers; supported are models with attention in each block';
  }
  if (encoders.has(modelType)) {
    return 'an encoder, whose tokens attend in both directions; supported are models that predict the next token';
  }
  if (encoderDecoders.has(modelType)) {
    return 'an encoder with a decoder; supported are models with a decoder alone';
  }
  return others.get(modelType) ?? null;
}

function isMany(value: unknown): boolean {
  return typeof value === 'number' && value > 1;
}
