import type { TrainingSetup } from '../../shared/trainingSetup';
import type { DataSet } from './dataSet';
import { readTexts } from './readTexts';
import { storyRows } from './storyRows';
import { repeatedBigrams, repeatedSequences } from './synthetic';
import { textRows } from './textRows';

/** The data that the recipe names. Rejects with `bad-input` for a text that cannot be read or is too short. */
export async function openDataSet(recipe: TrainingSetup): Promise<DataSet> {
  const { data } = recipe;
  switch (data.kind) {
    case 'repeat':
      return repeatedSequences(data.vocabulary, recipe);
    case 'bigrams':
      return repeatedBigrams(data.vocabulary, data.concentration, recipe);
    case 'stories':
      return storyRows(data.tokenizer, data.drills, recipe);
    case 'text':
      return textRows(await readTexts(data.path), data.tokenizer, recipe);
  }
}
