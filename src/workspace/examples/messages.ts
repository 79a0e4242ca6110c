import type { GroupedText, Workspace } from '../workspace.ts';
import { grouped, lens, listed } from './make.ts';

/** Labels by requested action: one lens finds them, the other does not. */
const asked = (index: number) => (index < 4 ? 'cancel' : 'price');

/**
 * Travel (A) and banking (B), each with four requests to cancel and four questions about a price. The
 * built-in model groups them by topic or by action, as the lens asks: `src/cli/examples.test.ts` proves it.
 */
const MESSAGES: readonly GroupedText[] = [
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

export const messages: Workspace = {
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
