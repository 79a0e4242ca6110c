import { type Part, partBefore, partFrom } from '../lib/excerpt.ts';
import { IconButton } from './IconButton.tsx';

/** Which part of a long text is shown, with the way to the parts before and after it. */
export function PartSteps({
  text,
  part,
  size,
  onPart,
}: {
  readonly text: string;
  readonly part: Part;
  /** Characters of a part. */
  readonly size: number;
  readonly onPart: (part: Part) => void;
}) {
  const count = (at: number) => at.toLocaleString('en');
  return (
    <span className="part-steps" data-testid="part-steps">
      <IconButton
        icon="back"
        label="The part before"
        disabled={part.start === 0}
        onClick={() => onPart(partBefore(text, part.start, size))}
      />
      <span role="status">
        characters {count(part.start + 1)} to {count(part.end)} of {count(text.length)}
      </span>
      <IconButton
        icon="arrow"
        label="The next part"
        disabled={part.end >= text.length}
        onClick={() => onPart(partFrom(text, part.end, size))}
      />
    </span>
  );
}
