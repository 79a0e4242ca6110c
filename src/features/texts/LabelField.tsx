import { app, useReading } from '../../app/app.ts';
import { setLabel } from '../../workspace/edits.ts';

/** Id of the list of existing labels, offered to every label field. */
export const LABELS_ID = 'text-labels';

/** Field for a text's gold label, which clusters are compared with. */
export function LabelField({
  id,
  number,
  label,
  tabIndex,
}: {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly tabIndex: 0 | -1;
}) {
  return (
    <input
      className="text-label"
      data-testid="text-label"
      data-cell="label"
      tabIndex={tabIndex}
      aria-label={`Label of text ${number}`}
      placeholder="label"
      dir="auto"
      list={LABELS_ID}
      maxLength={60}
      spellCheck={false}
      readOnly={useReading()}
      value={label}
      onChange={(event) =>
        app()
          .workspace.getState()
          .edit(
            'Change label',
            (current) => setLabel(current, id, event.target.value),
            `label:${id}`,
          )
      }
    />
  );
}
