/**
 * The words of stories by the slot that they fill: "a {adjective} {animal}". They are so few that each becomes a token.
 */
export const lexicon = {
  adjective: [
    'old',
    'young',
    'small',
    'tall',
    'quiet',
    'brave',
    'clever',
    'kind',
    'proud',
    'happy',
    'hungry',
    'strange',
  ],
  look: ['red', 'blue', 'green', 'white', 'black', 'golden', 'silver', 'broken', 'heavy', 'round', 'warm', 'cold'],
  animal: ['fox', 'owl', 'bear', 'mouse', 'goat', 'hare', 'crow', 'wolf', 'cat', 'dog', 'horse'],
  person: ['baker', 'miller', 'sailor', 'teacher', 'farmer', 'smith', 'doctor', 'queen', 'king', 'girl', 'boy'],
  thing: [
    'lamp',
    'key',
    'box',
    'ring',
    'map',
    'bell',
    'cup',
    'book',
    'coat',
    'drum',
    'boat',
    'stone',
    'rope',
    'letter',
  ],
  food: ['bread', 'soup', 'cheese', 'honey', 'apples', 'fish', 'cake', 'milk', 'tea'],
  place: ['village', 'town', 'castle', 'farm', 'mill', 'tower', 'market', 'garden', 'house', 'school'],
  wild: ['forest', 'river', 'lake', 'hill', 'mountain', 'sea', 'field', 'road', 'bridge', 'desert'],
  weather: ['rain', 'wind', 'snow', 'thunder', 'sun', 'fog'],
  time: ['morning', 'evening', 'night', 'summer', 'winter', 'spring', 'day', 'week'],
  feeling: ['glad', 'sad', 'angry', 'afraid', 'tired', 'sorry', 'lost', 'sure'],
  said: ['said', 'asked', 'answered', 'cried', 'called', 'shouted', 'laughed'],
  moved: ['walked', 'ran', 'rode', 'climbed', 'sailed', 'followed', 'swam'],
  did: ['found', 'hid', 'carried', 'dropped', 'sold', 'painted', 'stole', 'kept'],
  how: ['slowly', 'together', 'alone', 'at once', 'all day', 'in the dark'],
  number: ['two', 'three', 'four', 'five', 'six', 'seven', 'nine', 'ten'],
  small: [
    'up',
    'down',
    'over',
    'under',
    'after',
    'before',
    'near',
    'far',
    'never',
    'always',
    'here',
    'there',
    'again',
    'away',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type LexicalSlot = keyof typeof lexicon;

export function isLexicalSlot(slot: string): slot is LexicalSlot {
  return slot in lexicon;
}

/** All words: a song draws from any slot. */
export const allWords: readonly string[] = [...new Set(Object.values(lexicon).flat())];
