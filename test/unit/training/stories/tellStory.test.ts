import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../src/training/randomStream';
import { tellStory } from '../../../../src/training/stories/tellStory';

describe('tellStory', () => {
  it('gives the same story for the same seed, and repeats the names in it', () => {
    const story = tellStory(randomStream(11));
    expect(tellStory(randomStream(11))).toBe(story);
    expect(tellStory(randomStream(12))).not.toBe(story);
    for (let seed = 0; seed < 50; seed++) {
      const text = tellStory(randomStream(seed));
      expect(text).not.toMatch(/\{[A-Za-z]+\}|undefined/);
      const names = text.match(/\b[A-Z][a-z]{3,}\b/g) ?? [];
      const most = Math.max(...names.map(name => text.split(name).length - 1));
      expect(most, text).toBeGreaterThanOrEqual(3);
    }
  });

  it('writes "an" before a vowel', () => {
    const text = Array.from({ length: 100 }, (_, seed) => tellStory(randomStream(seed))).join(' ');
    expect(text).toMatch(/\ban (?:old|otter|owl)\b/);
    expect(text).not.toMatch(/\ba (?:old|otter|owl|island|inn)\b/);
  });
});
