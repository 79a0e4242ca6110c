import { Command as Menu } from 'cmdk';
import type { PlacedText } from '../../app/results.ts';
import { excerpt } from '../../lib/excerpt.ts';
import type { Found } from './use-found-texts.ts';

/** Characters of a text before its first word that was found. */
const BEFORE = 24;

/** The texts that were found, as items of the palette. */
export function TextItems({
  found: { items, total, typed, turn },
  onChoose,
}: {
  readonly found: Found;
  readonly onChoose: (text: PlacedText) => void;
}) {
  const more = total - items.length;
  return (
    <Menu.Group
      heading={
        more > 0 ? `Texts: the first ${items.length} of ${total.toLocaleString('en')}` : 'Texts'
      }
    >
      {items.map(({ item, at }) => (
        <Menu.Item
          key={item.place + item.id}
          // The palette scores an item anew only where its value changes.
          value={`·${item.place}${item.id}·${turn}`}
          keywords={[typed]}
          data-testid="found-text"
          onSelect={() => onChoose(item)}
        >
          <bdi className="ellipsis">
            {at > 2 * BEFORE ? `…${excerpt(item.text.slice(at - BEFORE))}` : excerpt(item.text)}
          </bdi>
          <span className="hint">{item.place + item.number}</span>
        </Menu.Item>
      ))}
    </Menu.Group>
  );
}
