/** Words for texts that have no vector of their own. */
import type { PlacedText, WithoutVector } from '../../app/results.ts';
import type { WhyWithout } from '../../vectors/vector-cache.ts';

/** Most texts that are named; of the others, only the number. */
const NAMED = 8;

/** Reason and remedy, as the second half of a sentence; the tokens panel explains them. */
export const WHY_WITHOUT: Record<WhyWithout, string> = {
  fused:
    'the instruction’s end and the text’s start became one token, so nothing of the text is left to pool; add a space at the instruction’s end',
  cut: 'the instruction fills the model’s limit, so all of the text was cut; shorten the instruction',
  empty: 'the tokeniser makes no token of the text',
  zero: 'the model gives zeros for the text',
  given:
    'the vectors of this lens come from a file, which has none for these texts: for queries and edited texts there is no model to compute one',
  refused: 'the model’s tokenizer could not read the text; the list of texts says why',
};

/** A line for each lens and reason: "A3, A5 under Topic: no vector, since …". */
export function withoutLines(
  without: readonly WithoutVector[],
  nameOf: (lens: string) => string,
): string[] {
  const groups = new Map<string, WithoutVector[]>();
  for (const each of without) {
    const key = `${each.why} ${each.lens}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => {
    const [{ lens, why }] = group as [WithoutVector];
    const names = group.slice(0, NAMED).map(({ item }) => item.place + item.number);
    const more = group.length - names.length;
    const texts = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return `${texts} under ${nameOf(lens)}: no vector, since ${WHY_WITHOUT[why]}.`;
  });
}

/** For one text, in a cell of a table; '' if it has a vector under every lens. */
export function withoutNote(
  without: readonly WithoutVector[],
  item: Pick<PlacedText, 'id'>,
  nameOf: (lens: string) => string,
): string {
  const own = without.filter((each) => each.item.id === item.id);
  return withoutLines(own, nameOf).join(' ');
}
