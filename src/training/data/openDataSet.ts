import type { TrainingSetup } from '../../shared/trainingSetup';
import type { DataSet } from './dataSet';
import { readTexts } from './readTexts';
import { storyRows } from './storyRows';
import { repeatedBigrams, repeatedSequences } from './synthetic';
import { textRows } from './textRows';

/** The data set that a setup describes. Rejects with `bad-input` for a text that cannot be read or is too short. */
export async function openDataSet(setup: TrainingSetup): Promise<DataSet> {
  const { data } = setup;
  switch (data.kind) {
    case 'repeat':
      return repeatedSequences(data.vocabulary, setup);
    case 'bigrams':
      return repeatedBigrams(data.vocabulary, data.concentration, setup);
    case 'stories':
      return storyRows(data.tokenizer, data.drills, setup);
    case 'text':
      return textRows(await readTexts(data.path), data.tokenizer, setup);
  }
}
