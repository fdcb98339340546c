import { expect, it } from 'vitest';
import { fullText } from '../../../../../webview/attention/colouring';
import { legendTicks } from '../../../../../webview/attention/legend/legendTicks';

const texts = (...of: Parameters<typeof legendTicks>): string[] => legendTicks(...of).map(({ text }) => text);

it('legendTicks numbers a legend up to its full scale, with signs if values have them', () => {
  expect(texts('attention', 1)).toEqual(['0', '.1', '.25', '.5', '1']);
  expect(texts('valueWeighted', 4)).toEqual(['0.0', '0.4', '1.0', '2.0', '4.0']);
  expect(texts('valueWeighted', 0.4)).toEqual(['0.00', '0.04', '0.10', '0.20', '0.40']);
  expect(texts('logitAttribution', 4)).toEqual(['−4.0', '−1.0', '0.0', '+1.0', '+4.0']);
});

it('legendTicks places ticks by the square root, as colours and bars do', () => {
  expect(legendTicks('attention', 1)[2]).toEqual({ at: 0.5, text: '.25' });
  expect(legendTicks('logitAttribution', 4)[1]).toEqual({ at: 0.25, text: '−1.0' });
});

it('legendTicks writes the value of the longest bar', () => {
  expect(fullText('attention', 1)).toBe('1');
  expect(fullText('valueWeighted', 3.2718)).toBe('3.27');
  expect(fullText('logitAttribution', 4)).toBe('±4.0');
});
