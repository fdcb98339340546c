import { tokenLabel, tokenText } from '../../src/model/tokenizer/tokenText';
import { chosenTokens, type Tokenizer } from '../../src/model/tokenizer/tokenizer';
import type { StartTokenChoice, TokenizedText } from '../../src/shared/contracts/engineContract';
import { inRepository, readJson } from './fixtures';
import { encoded, tokenizerOf } from './tinyTokenizers';

/** The demo's tokenizer: SentencePiece, with a start token, and bytes for unknown characters. */
export function demoTokenizer(): Tokenizer {
  const file = (name: string): unknown => readJson(inRepository('media/demo/stories260K', name));
  return tokenizerOf(file('tokenizer.json'), file('tokenizer_config.json') as Record<string, unknown>);
}

/** The engine's answer for a text. */
export function tokenizedBy(
  tokenizer: Tokenizer,
  startToken: StartTokenChoice = 'auto',
): (text: string) => Promise<TokenizedText> {
  return async text => {
    const { ids, starts, ends } = await encoded(tokenizer, text);
    const { before: front } = chosenTokens(tokenizer.surrounding, startToken);
    const all = Int32Array.of(...front, ...ids);
    const bytes = Array.from(all, id => tokenizer.bytes(id));
    return {
      ids: all,
      starts: Int32Array.of(...front.map(() => -1), ...starts),
      ends: Int32Array.of(...front.map(() => -1), ...ends),
      texts: bytes.map(tokenText),
      labels: bytes.map(tokenLabel),
      hasStartToken: front.length > 0,
    };
  };
}
