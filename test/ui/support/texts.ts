/** Lines short enough to show unbroken. */
export const storyLines = [
  'One day, a little girl named Lily went to the park.',
  'Lily saw a big red ball in the grass.',
  'Lily asked a boy named Tom, "Is this your ball?"',
  '"Yes, it is my ball," said Tom. "Do you want to play?"',
  'Lily and Tom played with the big red ball all day.',
];

export const story = `${storyLines.join('\n')}\n`;

/** A text of about `chapters` × 110 tokens. */
export function longStory(chapters: number): string {
  return Array.from({ length: chapters }, (_, i) => `Chapter ${i + 1}.\n${story}`).join('\n');
}
