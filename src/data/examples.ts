/** The workspaces the page offers, each with two lenses to compare. All texts were written for Facet. */
import type { Lens } from './lens.ts';
import { buildInstruction } from './template.ts';
import type { GroupedItem, Item, Workspace } from './workspace.ts';

export interface Example {
  readonly id: string;
  /** What there is to see, in one line. */
  readonly summary: string;
  readonly workspace: Workspace;
}

/** What a workspace is an unchanged copy of that was opened as an example. */
export const exampleOrigin = (id: string) => `example:${id}`;

const grouped = (group: GroupedItem['group'], texts: readonly string[]): GroupedItem[] =>
  texts.map((text, i) => ({ id: `${group.toLowerCase()}${i + 1}`, text, group }));

const listed = (prefix: 'q' | 'd', texts: readonly string[]): Item[] =>
  texts.map((text, i) => ({ id: `${prefix}${i + 1}`, text }));

/** What a lens asks of each kind of text: `[text type, objective, domain]`. */
type Asked = readonly [textType: string, objective: string, domain?: string];

function lens(colour: number, name: string, texts: Asked, queries: Asked, documents: Asked): Lens {
  const built = ([textType, objective, domain = '']: Asked) =>
    buildInstruction({ domain, textType, objective });
  return {
    id: `lens-${colour + 1}`,
    name,
    colour,
    on: true,
    instruction: built(texts),
    queryInstruction: built(queries),
    documentInstruction: built(documents),
  };
}

/** What the messages ask for, as labels: the one lens finds them, the other does not. */
const asked = (index: number) => (index < 4 ? 'cancel' : 'price');

/**
 * Travel (A) and banking (B), each with four requests to cancel and four questions about a price: the
 * built-in model groups them by the one or by the other, as the lens asks.
 * `src/cli/examples.test.ts` proves it.
 */
const MESSAGES: readonly GroupedItem[] = [
  ...grouped('A', [
    'Please cancel my flight to Lisbon.',
    'I want to call off the hotel booking for Friday.',
    'Cancel the rental car for the weekend trip, please.',
    'Cancel my train ticket for tomorrow, please.',
    'How much is a flight to Lisbon?',
    'What does a night at that hotel cost?',
    'What would a rental car cost for the weekend trip?',
    'How expensive is the train to the airport?',
  ]).map((item, i) => ({ ...item, label: asked(i) })),
  ...grouped('B', [
    'Please cancel my credit card.',
    'I want to call off the transfer from my bank account.',
    'Stop the monthly payment from my checking account.',
    'Close my savings account, please.',
    'How much is the yearly fee for a credit card?',
    'What does a transfer to another bank cost?',
    'How much interest would I pay on a loan?',
    'How expensive is it to overdraw my account?',
  ]).map((item, i) => ({ ...item, label: asked(i) })),
];

const messages: Workspace = {
  version: 2,
  name: 'Messages, by topic and by action',
  lenses: [
    lens(
      0,
      'Topic',
      ['message', 'identifying the topic area'],
      ['question', 'retrieving supporting documents'],
      ['document', 'retrieval'],
    ),
    lens(
      1,
      'Action',
      ['message', 'identifying the requested action'],
      ['question', 'identifying the requested action'],
      ['document', 'identifying the requested action'],
    ),
  ],
  texts: MESSAGES,
  queries: listed('q', [
    'Can I get my money back if I do not fly?',
    'Why did my bank charge me a fee?',
    'How early should I be at the station?',
  ]),
  documents: listed('d', [
    'Tickets of the cheapest class are not refunded when a passenger stays at home, except for the airport taxes.',
    'An account that falls below zero costs a fee for each day and interest on what is owed.',
    'The doors of the train close two minutes before it leaves, so be on the platform ten minutes before.',
    'Hotels keep the price of the first night if a guest cancels on the day of arrival.',
    'Rental cars are handed over with a full tank and must come back with one.',
    'A credit card is free in the first year; after that it costs as much as three transfers abroad.',
    'Transfers within the country arrive on the next working day.',
    'A standing order can be stopped until the evening before it is due.',
    'Hand luggage may weigh eight kilograms and must fit under the seat.',
    'Savings earn a little more interest if they are left untouched for a year.',
    'The branch in the station is open on Sundays.',
    'Night trains have compartments with two, four or six beds.',
    'A loan may be paid back early, for a small sum.',
    'Breakfast is served from half past six, and earlier on request.',
  ]),
  k: 2,
  projection: 'pca',
};

/** Sentence pairs A1–B1, A2–B2, … say the same in the words of two fields. */
const twoDomains: Workspace = {
  version: 2,
  name: 'Two domains',
  lenses: [
    lens(
      0,
      'Statement',
      ['statement', ''],
      ['question', 'retrieving supporting statements'],
      ['statement', 'retrieval'],
    ),
    lens(
      1,
      'Topic area',
      ['statement', 'identifying the topic area'],
      ['question', 'identifying the topic area'],
      ['statement', 'identifying the topic area'],
    ),
  ],
  texts: [
    ...grouped('A', [
      'The fever of the patient fell within a day of the first dose.',
      'Two of the trial participants developed a rash and left the study.',
      'Washing hands between visits cut infections on the ward by a third.',
      'The scan shows a hairline fracture just above the ankle.',
      'Bacteria that survive the drug pass their resistance on.',
      'Nurses hand over every case in person at the change of shift.',
      'Blood pressure should be measured sitting down, after five minutes of rest.',
      'The waiting list for knee surgery has grown to eleven months.',
    ]),
    ...grouped('B', [
      'Inflation eased within a quarter of the first rate rise.',
      'Two of the founding investors sold their shares and left the board.',
      'Checking invoices twice cut payment errors in the department by a third.',
      'The audit found a small gap in the accounts just before year end.',
      'Firms that survive the recession pass higher prices on to buyers.',
      'Traders close every open position by hand at the end of the day.',
      'Revenue should be compared with the same month of the year before.',
      'The backlog of mortgage applications has grown to eleven weeks.',
    ]),
  ],
  queries: listed('q', [
    'Did the treatment bring the temperature down?',
    'Why do prices stay high after a downturn?',
    'How long do people have to wait for an operation?',
  ]),
  documents: listed('d', [
    'The fever of the patient fell within a day of the first dose.',
    'Companies that outlive a slump rarely lower what they charge.',
    'Patients now wait almost a year before their knee is operated on.',
    'The central bank raised its rate by a quarter of a point.',
    'A rash appeared in two participants during the second week.',
    'Clean hands keep infections from spreading between beds.',
    'An X-ray revealed a thin crack in the bone above the ankle.',
    'Home buyers queue for weeks until the bank decides on a loan.',
    'Some microbes are no longer harmed by common antibiotics.',
    'The auditors asked for the receipts of the last two weeks of December.',
    'Shareholders approved the merger with a narrow majority.',
    'Rest for five minutes before you take your blood pressure.',
    'Every position is closed before the exchange shuts.',
    'The pharmacy delivers to the ward twice a day.',
  ]),
  k: 2,
  projection: 'pca',
};

const smallCorpus: Workspace = {
  version: 2,
  name: 'Search a small corpus',
  lenses: [
    lens(
      0,
      'Answers',
      ['sentence', '', 'encyclopedia'],
      ['question', 'retrieving supporting documents', 'encyclopedia'],
      ['document', 'retrieval', 'encyclopedia'],
    ),
    lens(
      1,
      'Topic area',
      ['sentence', 'identifying the topic area'],
      ['question', 'identifying the topic area'],
      ['document', 'identifying the topic area'],
    ),
  ],
  texts: [
    ...grouped('A', [
      'Bees tell each other where flowers are by dancing.',
      'Swallows cross the Sahara twice a year.',
      'An octopus can taste with its arms.',
      'Bats find moths in the dark by listening to echoes.',
      'Salmon return to the stream in which they hatched.',
      'Elephants mourn the members of their herd.',
      'Crows remember the faces of people who scared them.',
      'Sea turtles steer by the magnetic field of the earth.',
    ]),
    ...grouped('B', [
      'A sundial shows noon when the shadow is shortest.',
      'Early clocks on ships were spoiled by damp and motion.',
      'A compass needle points to the magnetic north.',
      'Sonar measures depth by the time an echo takes.',
      'Satellites tell a receiver where it is to within metres.',
      'The sextant measures the height of a star above the horizon.',
      'Lighthouses are told apart by the rhythm of their light.',
      'Paper charts are still carried in case the screens fail.',
    ]),
  ],
  queries: listed('q', [
    'How do animals find their way over long distances?',
    'Why was it hard to know how far east or west a ship was?',
    'What makes bread rise?',
  ]),
  documents: listed('d', [
    'Migrating birds steer by the sun, the stars and the magnetic field, and the young of many species know the direction without being shown.',
    'Longitude is a matter of time: every four minutes that local noon is late is one degree west, so a navigator needed a clock that kept time at sea.',
    'Yeast feeds on the sugars in dough and gives off carbon dioxide, which the stretched gluten holds in bubbles.',
    'Salmon remember the smell of their home stream and follow it upriver after years in the ocean.',
    'Latitude can be read from the height of the pole star above the horizon, and sailors did so long before they had good clocks.',
    'Sourdough is leavened by wild yeast and bacteria that a baker keeps alive with fresh flour.',
    'A lighthouse lens gathers the light of a small lamp into a beam that is seen twenty miles away.',
    'Honeybees returning to the hive dance in a figure of eight whose angle gives the direction of food.',
    'Glaciers carve valleys with round floors, while rivers carve valleys in the shape of a V.',
    'The first printed maps of the coast were guarded as secrets of trade.',
    'Cheese is made by curdling milk with rennet and draining the whey.',
    'Young sea turtles swim towards the brighter horizon, which over open water is the sea.',
    'Steel rusts when iron meets oxygen and water, and salt makes it faster.',
    'The tides follow the moon, and are highest when the sun pulls along the same line.',
  ]),
  k: 2,
  projection: 'pca',
};

const twoTopics: Workspace = {
  version: 2,
  name: 'Two topics',
  lenses: [
    lens(
      0,
      'Headline',
      ['headline', 'clustering'],
      ['question', 'retrieving headlines', 'news'],
      ['headline', 'retrieval', 'news'],
    ),
    lens(
      1,
      'Subject area',
      ['headline', 'identifying the subject area'],
      ['question', 'identifying the subject area'],
      ['headline', 'identifying the subject area'],
    ),
  ],
  texts: [
    ...grouped('A', [
      'Late goal sends the home side into the cup final',
      'Sprinter withdraws from the relay with a torn muscle',
      'Coach names three teenagers in the national squad',
      'Rain stops play on the second day of the test match',
      'Cyclist wins the mountain stage after a lone escape',
      'Goalkeeper signs for two more seasons',
      'Marathon record falls by eleven seconds',
      'Champion loses in straight sets in the first round',
      'Club fined after fans run onto the pitch',
      'Swimmers take four medals on the opening night',
    ]),
    ...grouped('B', [
      'Parliament votes down the budget by a single seat',
      'Minister resigns over the leaked letter',
      'Voters queue past midnight in the capital',
      'Coalition talks break up without an agreement',
      'Court rules that the new election law may stand',
      'Mayor promises cheaper housing before the local vote',
      'Opposition calls for an inquiry into party donations',
      'Senate delays the decision on the border treaty',
      'President vetoes the tax bill for a second time',
      'Turnout in the referendum is the lowest for a decade',
    ]),
  ],
  queries: listed('q', [
    'Which athletes were injured?',
    'Who stepped down from government?',
    'Has a record been broken?',
  ]),
  documents: listed('d', [
    'Sprinter withdraws from the relay with a torn muscle',
    'Minister resigns over the leaked letter',
    'Marathon record falls by eleven seconds',
    'Striker to miss the season after a knee operation',
    'Head of the treasury quits after the budget defeat',
    'Heat wave brings the warmest night since measurements began',
    'Veteran gymnast says this season will be her last',
    'Speaker suspends the sitting after shouting in the chamber',
    'Referees to wear cameras from next month',
    'Small parties gain seats in the north',
    'Swimmer takes two tenths off her own world best',
    'Governor returns to office after surgery',
    'Stadium roof closed for repairs',
    'Donations above the limit must be paid back, court says',
  ]),
  k: 2,
  projection: 'umap',
};

/** The first is what the page opens with. */
export const examples: readonly Example[] = [
  {
    id: 'messages',
    summary: 'Sixteen messages: travel and banking, or cancelling and asking a price?',
    workspace: messages,
  },
  {
    id: 'similarity',
    summary: 'Medicine and finance in the same words: alike, or worlds apart?',
    workspace: twoDomains,
  },
  {
    id: 'retrieval',
    summary: 'The passage that answers, or everything about its topic',
    workspace: smallCorpus,
  },
  {
    id: 'clustering',
    summary: 'Twenty headlines: two clusters, apart or far apart',
    workspace: twoTopics,
  },
];
