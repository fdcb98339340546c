import { summarizeAttention } from '../../analysis/attention/attentionSummary';
import { thumbnailsOf } from '../../analysis/attention/thumbnails';
import type { EngineContract } from '../../shared/contracts/engineContract';
import { AppError } from '../../shared/errors';
import { formatHead, type HeadRef } from '../../shared/heads';
import type { Handlers } from '../../shared/rpc/rpc';
import { packTile } from '../../shared/tile';
import type { AttentionFile } from '../../model/attentionFiles/attentionFile';
import { ImportedAttentionFiles } from '../importedAttentionFiles';

type Methods = 'openAttention' | 'importedAttention' | 'importedTiles' | 'importedThumbnails';

/** Methods about attention that another tool saved. They need no model. */
export function importedAttentionMethods(): Pick<Handlers<EngineContract>, Methods> {
  const files = new ImportedAttentionFiles();
  return {
    openAttention: async ({ path }) => {
      const { file, texts, labels, hash } = await files.get(path);
      return { nLayers: file.layers.length, nHeads: file.nHeads, hasTexts: file.hasTexts, texts, labels, hash };
    },

    importedAttention: async ({ path, heads, reduce }) => {
      const { file } = await files.get(path);
      return summarizeAttention(patterns(file, heads), heads.length, file.tokens.length, reduce);
    },

    importedTiles: async ({ path, heads }) => {
      const { file } = await files.get(path);
      return heads.map(head => packTile(pattern(file, head), file.tokens.length));
    },

    importedThumbnails: async ({ path }) => {
      const { layers, nHeads, tokens } = (await files.get(path)).file;
      return thumbnailsOf(layers.length, nHeads, tokens.length, layer => layers[layer] ?? new Float32Array());
    },
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- the summary takes matrices that may have to be computed
async function* patterns(file: AttentionFile, heads: readonly HeadRef[]): AsyncGenerator<Float32Array> {
  for (const head of heads) yield pattern(file, head);
}

/** One head's attention [query, key]. Throws `bad-input` for a head that the file lacks. */
function pattern({ layers, nHeads, tokens }: AttentionFile, head: HeadRef): Float32Array {
  const layer = layers[head.layer];
  if (!layer || head.head >= nHeads) throw new AppError('bad-input', `The file has no head ${formatHead(head)}.`);
  const size = tokens.length ** 2;
  return layer.subarray(head.head * size, (head.head + 1) * size);
}
