/**
 * Sentences with slots. A slot in capitals is one of the story's own people and things and has the same words all through
 * the story. Any other slot is drawn from the lexicon each time. {a} before a slot becomes "a" or "an".
 */
export const openings: readonly string[] = [
  'Once there was {a} {adjective} {KIND} called {HERO}, who lived in {TOWN}.',
  '{HERO} was {a} {adjective} {KIND} from {TOWN}.',
  'In {TOWN}, {a} {place} by the {wild}, lived {a} {KIND} whose name was {HERO}.',
  'Long ago, before the {weather} came to {TOWN}, {HERO} the {KIND} had a {look} {THING}.',
  'This is the story of {HERO} and {FRIEND}, who met one {time} in {TOWN}.',
  'One {time} in {TOWN}, {HERO} the {KIND} woke up and felt {feeling}.',
];

export const meetings: readonly string[] = [
  'There {HERO} met {FRIEND}, {a} {adjective} {OTHER}.',
  '{HERO} had one friend, {a} {OTHER} called {FRIEND}.',
  'On the road to {FAR}, {HERO} met {a} {OTHER}. "My name is {FRIEND}," said the {OTHER}.',
  '"Who are you?" asked {HERO}. "I am {FRIEND}," said the {OTHER}, "and I come from {FAR}."',
];

export const events: readonly string[] = [
  '{HERO} {moved} to the {wild} and {did} the {THING}.',
  '{HERO} and {FRIEND} {moved} {how} through the {wild}.',
  '"Where is the {look} {THING}?" {said} {HERO}.',
  '"I {did} it near {FAR}," {said} {FRIEND}.',
  'The {weather} came {small} the {wild}, and {FRIEND} was {feeling}.',
  '{FRIEND} gave {HERO} some {food} and {number} {look} stones.',
  'They ate {food} and {food} with the {person} of {FAR}.',
  '{HERO} looked {small} the {place} and saw {a} {look} {thing}.',
  '{a} {adjective} {animal} {did} the {THING} and {moved} away to {FAR}.',
  '"Do not be {feeling}," {said} {FRIEND} to {HERO}.',
  'The next {time}, {HERO} {moved} {how} to {FAR}.',
  'Nobody in {TOWN} had ever seen such a {THING}.',
  'It was {number} miles from {TOWN} to {FAR}, and the {wild} was {look}.',
  '{FRIEND} the {OTHER} was {feeling}, because the {THING} was {look}.',
  'For {number} days {HERO} the {KIND} {did} nothing but {food}.',
  '"If you give me the {THING}," {said} the {person}, "I will take you to {FAR}."',
  '{HERO} thought of {TOWN} and of {FRIEND}.',
  'The {person} {did} {number} {thing}s and the {look} {THING}.',
  'When {FRIEND} {moved} into the {place}, {HERO} was already there.',
  '{HERO} of {TOWN} and {FRIEND} of {FAR} {moved} on {how}.',
  'In {FAR} the {person}s spoke only of the {THING}.',
  '"{HERO}! {HERO}!" {said} {FRIEND}. "Come {small}!"',
];

/**
 * Each has the same words all through a story: {VERSE} is words in an order that nothing predicts, {CHANT} repeats that
 * verse a few times, and {SIGN}, {NUMBER} and {CODE} are drawn once.
 */
export const refrains: readonly string[] = [
  'The old song of {TOWN} went: "{VERSE}."',
  '{HERO} sang: "{VERSE}."',
  '"{VERSE}," sang {FRIEND}.',
  'And again the {person}s sang: "{VERSE}."',
  'All the way to {FAR} they heard it: "{VERSE}."',
  'In the book stood only this: "{VERSE}."',
  '"Say it with me," {said} {FRIEND}. "{VERSE}."',
  'The children sang it over and over: "{CHANT}."',
  '"{CHANT}," went the {look} bell of {TOWN}.',
  '{FRIEND} {moved} to the beat of it: "{CHANT}."',
  'And the {animal}s answered: "{CHANT}."',
  'On the {THING} was written: {SIGN}.',
  'The door of the {place} had the same sign: {SIGN}.',
  '"{SIGN}," read {HERO} {how}.',
  'Every {thing} in {FAR} bore the mark {SIGN}.',
  'The number of the {THING} was {NUMBER}.',
  '"{NUMBER}," {said} {HERO}, "it says {NUMBER}."',
  'In the ledger of {TOWN} stood {CODE}.',
  'The lock opened with {CODE}, as {FRIEND} had {said}.',
  '{CODE} was cut into the {look} {thing}.',
];

export const endings: readonly string[] = [
  'So {HERO} and {FRIEND} went home to {TOWN}.',
  'From that {time} on, {HERO} never {did} the {THING} again.',
  'And the {THING} still lies in {FAR}, where {FRIEND} {did} it.',
  '"Thank you, {FRIEND}," said {HERO}. "Thank you, {HERO}," said {FRIEND}.',
  'In {TOWN} they still tell of {HERO} the {KIND} and {FRIEND} the {OTHER}.',
];
