import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../src/training/randomStream';
import { tellStory } from '../../../../src/training/stories/tellStory';

describe('tellStory', () => {
  it('gives the same story for the same seed, and repeats the names in it', () => {
    const story = tellStory(randomStream(11));
    expect(tellStory(randomStream(11))).toBe(story);
    expect(tellStory(randomStream(12))).not.toBe(story);
    for (let seed = 0; seed < 50; seed++) {
      const told = tellStory(randomStream(seed));
      expect(told).not.toMatch(/\{[A-Za-z]+\}|undefined/);
      const names = told.match(/\b[A-Z][a-z]{3,}\b/g) ?? [];
      const most = Math.max(...names.map(name => told.split(name).length - 1));
      expect(most, told).toBeGreaterThanOrEqual(3);
    }
  });

  it('writes "an" before a vowel', () => {
    const told = Array.from({ length: 100 }, (_, seed) => tellStory(randomStream(seed))).join(' ');
    expect(told).toMatch(/\ban (?:old|otter|owl)\b/);
    expect(told).not.toMatch(/\ba (?:old|otter|owl|island|inn)\b/);
  });
});
