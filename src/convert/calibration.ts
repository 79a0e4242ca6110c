/**
 * Texts, written for Facet, for the calibration and check of a conversion. They vary in form, not in number: the
 * calibration takes each channel's largest activation, which a few dozen texts of different kinds show.
 */
import type { Pair } from '../engine/types.ts';

/** Pairs whose vectors a device must reproduce: with and without instruction, short and long. */
export const CANARY_PAIRS: readonly Pair[] = [
  ['', 'The river rose overnight and closed the lower bridge.'],
  ['Represent the Science title: ', 'Isotope ratios in cave deposits record past rainfall'],
  [
    'Represent the question for retrieving supporting documents: ',
    'Which metals stay magnetic when they are heated?',
  ],
  [
    'Represent the customer message for clustering: ',
    'I was charged twice for the same order on 3 May (no. 48-2210). Please return one of the two payments to my card, and tell me when it will arrive; I have been waiting for nine days.',
  ],
];

const TEXTS = [
  'Two sailors mend a torn net on the quay while gulls wait nearby.',
  'def mean(values): return sum(values) / len(values)',
  'Quarterly revenue rose 4.2% to $318 million, helped by a weaker currency and fewer returns.',
  'Does aspirin lower the risk of a second stroke in patients over 65?',
  'no',
  'The court held that the lease had ended when the tenant gave back the keys, and not, as the landlord had argued, when the new contract was signed three weeks later.',
  'Réserver une table pour quatre personnes, samedi à 20 h, près de la fenêtre.',
  'Photosynthesis converts light energy into chemical energy stored in glucose.',
  'URGENT!!! your parcel #AX-99-1203 could not be delivered :( call 0800 555 0199',
  'Chapter 7. The lighthouse keeper had not spoken to anyone since the first storm of October, and he had begun to answer the radio in whole sentences, even when nobody was calling.',
  'How do I reset the password of an account whose phone number has changed?',
  'Whisk three eggs with a pinch of salt; fold in the flour, rest the batter for half an hour, and fry thin pancakes in butter.',
  'SELECT name, COUNT(*) FROM orders WHERE year = 2021 GROUP BY name ORDER BY 2 DESC;',
  'Gravitational waves from a merging pair of neutron stars were seen by three detectors.',
  'It was fine, I suppose. The acting is good but the last hour drags.',
  '{"id": 17, "tags": ["red", "small"], "price": 9.95}',
  'The treaty of 1648 ended thirty years of war and redrew the map of central Europe.',
  'Our new trail shoe weighs 240 g, drains in minutes and grips on wet rock.',
  '“I never said that,” she replied, and closed the door.',
  'Mitochondria, ribosomes, Golgi apparatus, endoplasmic reticulum, lysosomes',
] as const;

const INSTRUCTIONS = [
  '',
  'Represent the sentence for retrieval: ',
  'Represent the Medicine document for clustering by topic: ',
  'Represent the text: ',
] as const;

export const CALIBRATION_PAIRS: readonly Pair[] = TEXTS.map(
  (text, i): Pair => [INSTRUCTIONS[i % INSTRUCTIONS.length]!, text],
);
