import type { FloatView } from '../shared/tensorView';

/**
 * The fixed positions of Vaswani et al. 2017, [position, d_model]: alternating sin and cos of position / 10000^(2i/d).
 */
export function sinusoids(positions: number, dModel: number): FloatView {
  const data = new Float32Array(positions * dModel);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < dModel; i++) {
      const angle = position / 10000 ** ((i - (i % 2)) / dModel);
      data[position * dModel + i] = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return { shape: [positions, dModel], data };
}
