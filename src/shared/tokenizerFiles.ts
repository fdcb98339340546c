import { folderAndName } from './diskPath';

/** Files that hold a tokenizer, each for its folder: Hugging Face's, SentencePiece's. */
const folderFiles = ['tokenizer.json', 'tokenizer.model'];

/** Whether files of these names, in one folder, hold a tokenizer. A .gguf file that holds its own is found as a checkpoint. */
export function holdsTokenizer(names: readonly string[]): boolean {
  return (
    names.some(name => folderFiles.includes(name)) || (names.includes('vocab.json') && names.includes('merges.txt'))
  );
}

/** How a chosen tokenizer is called beside a checkpoint: the last two parts of its path. */
export function tokenizerTitle(path: string): string {
  const { folder, name } = folderAndName(path);
  const around = folderAndName(folder).name;
  return around === '' || around === '.' ? name : `${around}/${name}`;
}
