import { expect, it } from 'vitest';
import { plotFile } from '../../../../../webview/base/plot/plotFile';
import type { Theme } from '../../../../../webview/base/theme';
import { losses, plotSpec, x } from './exampleSpec';

const theme: Theme = {
  kind: 'dark',
  ...{ foreground: '#fff', background: '#000', muted: '#888' },
  ...{ attention: [], loss: [], gain: [], several: [] },
  ...{ attentionInk: '#b4a0ff', lossInk: '#f0964a', gainInk: '#5aa9f5' },
  ...{ fontFamily: 'sans-serif', monoFamily: 'monospace' },
};

it('plotFile is named after what it holds, with characters that a file name can have', async () => {
  const spec = plotSpec({ x: x({ values: [0, 10] }), panels: [losses([4, 3])] });
  const parts = { name: 'a/b: training', title: 'Loss', caption: [], theme };
  expect(await plotFile('csv', spec, parts)).toEqual({ name: 'a b  training.csv', content: 'step,loss\n0,4\n10,3\n' });
});
