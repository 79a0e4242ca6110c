import type { Workspace } from '../workspace.ts';
import { labelled, lenses, listed } from './make.ts';

/**
 * Every message has three sides that are independent of each other: what happened (a wedding, an illness), what it is about (the
 * label) and what is asked for (cancelling in A, a price in B). The built-in model groups them by the first without an
 * instruction, and by the others when told to: `src/cli/examples.test.ts` proves it.
 */
export const messages: Workspace = {
  version: 2,
  name: 'Messages, read three ways',
  lenses: lenses(
    ['Topic', 'message', 'identifying the topic area'],
    ['Action', 'message', 'identifying the requested action'],
  ),
  texts: [
    ...labelled('A', {
      travel: [
        'The wedding is off, so please cancel my flight to Lisbon.',
        'My sister marries a month later. Please cancel our hotel rooms for the wedding.',
        'I broke my leg, so please cancel my train ticket for tomorrow.',
        'My son has a fever. Please cancel the rental car for Friday.',
      ],
      banking: [
        'The wedding is off, so please cancel the loan that I took out for it.',
        'My husband and I share an account since our wedding. Please close my old bank account.',
        'I broke my leg and lost my job, so please cancel my credit card.',
        'My son is out of hospital. Please cancel the bank transfer for his treatment.',
      ],
    }),
    ...labelled('B', {
      travel: [
        'My sister marries in Lisbon in June. How much is a flight?',
        'What would hotel rooms cost for all the guests of our wedding?',
        'My son is in hospital in Porto. How much is the train?',
        'What would a rental car cost for a week while my leg is broken?',
      ],
      banking: [
        'How much interest does a bank loan for a wedding cost?',
        'We pay for the wedding by credit card. How much is the yearly fee?',
        'My son is in hospital. How much does a bank transfer to the clinic cost?',
        'My leg is broken and I cannot work. What does it cost to overdraw my account?',
      ],
    }),
  ],
  queries: listed('q', [
    'After the wedding our flight home was cancelled.',
    'Our wedding is in May. Is the hotel open then?',
    'I am ill and cannot pay my bills this month.',
  ]),
  documents: listed('d', [
    'Can our wedding guests choose their seats on the plane?',
    'The wedding was cheap. May we pay the loan back early?',
    'We missed our train. Is the ticket still valid?',
    'Who can use the bank account after our wedding?',
    'The hotel gave our room to someone else.',
    'Why was I charged a fee for using the cash machine?',
    'May I take a suitcase and a bag on the flight?',
    'My wedding ring was stolen with my purse. How do I block the credit card?',
    'The rental car broke down on the motorway.',
    'My daughter is ill. May we pay the mortgage a month later?',
    'My daughter is ill. May we fly a week later?',
    'The wedding used up our savings. Can you give us a loan?',
    'Is breakfast part of the price of the hotel room?',
    'My salary has not arrived in my account.',
  ]),
  k: 2,
  projection: 'pca',
};
