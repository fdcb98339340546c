import type { TokenizerSetup } from '../../shared/trainingSetup';
import { drawBelow, randomStream, streams } from '../randomStream';
import { singSong } from '../stories/singSong';
import { tellStory } from '../stories/tellStory';
import { learnTokenizer, sampleLength } from '../tokenizer/learnTokenizer';
import { drawSegment, tiled } from './tiling';
import { heldOutTokens, rowsOf, stepShape, type DataSet, type RowShape } from './dataSet';

/**
 * Rows of a start token, then stories and songs until the row is full. A share `drills` of the training rows holds drills
 * (a repeated random segment) instead.
 */
export function storyRows(tokenizerRecipe: TokenizerSetup, drills: number, shape: RowShape): DataSet {
  // The tokenizer does not depend on the seed, so runs of several seeds can be compared token by token.
  const tokenizer = learnTokenizer(tokenizerRecipe, manyStories(tokenizerRecipe.kind === 'bytes' ? 0 : sampleLength));
  const row = (length: number, random: () => number): number[] => {
    const ids: number[] = [];
    while (ids.length < length) ids.push(...tokenizer.encode(`${storyOrSong(random)}\n\n`));
    // The row is cut from anywhere, so that a short row is not always the beginning of a story.
    const from = drawBelow(ids.length - length + 2, random);
    return [tokenizer.startTokenId, ...ids.slice(from, from + length - 1)];
  };
  const drill = (length: number, random: () => number): number[] => {
    const segment = drawSegment(length - 1, 8, random, () => drawBelow(tokenizer.startTokenId, random));
    return [tokenizer.startTokenId, ...tiled(segment, length - 1)];
  };
  return {
    dVocab: tokenizer.idCount,
    startTokenId: tokenizer.startTokenId,
    tokenizerJson: tokenizer.json,
    trainingRows(step) {
      const random = randomStream(shape.seed, streams.training, step);
      const { count, length } = stepShape(shape, step);
      return rowsOf(count, length, () => (random() < drills ? drill : row)(length, random));
    },
    heldOutRows() {
      const random = randomStream(shape.seed, streams.heldOut);
      return rowsOf(Math.ceil(heldOutTokens / shape.rowLength), shape.rowLength, () => row(shape.rowLength, random));
    },
  };
}

/** The share of songs among the pieces. */
const songShare = 0.3;

function storyOrSong(random: () => number): string {
  return random() < songShare ? singSong(random) : tellStory(random);
}

function manyStories(length: number): string {
  const random = randomStream(0, streams.tokenizer);
  const stories: string[] = [];
  for (let told = 0; told < length;) {
    const story = storyOrSong(random);
    stories.push(story);
    told += story.length;
  }
  return stories.join('\n\n');
}
