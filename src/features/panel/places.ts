import type { PlacedText } from '../../app/results.ts';

const LISTS: Record<PlacedText['place'], string> = {
  A: 'Text A',
  B: 'Text B',
  Q: 'Query ',
  D: 'Document ',
};

/** What a text is called by its list and number: "Text A3", "Query 1". */
export function placeName({ place, number }: Pick<PlacedText, 'place' | 'number'>): string {
  return `${LISTS[place]}${number}`;
}
