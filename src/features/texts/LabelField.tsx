import { useState } from 'react';
import { app, useReading, useWorkspace } from '../../app/app.ts';
import { once } from '../../lib/once.ts';
import { sharedStart } from '../../lib/shared-start.ts';
import { setLabel } from '../../workspace/edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Id of the list of existing labels, offered to every label field. */
export const LABELS_ID = 'text-labels';

/** The start that all labels share: a chip has no room for it. */
const startOf = once((texts: Workspace['texts']) =>
  sharedStart(texts.flatMap(({ label }) => label || [])),
);

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
  const start = useWorkspace((state) => startOf(state.workspace.texts));
  const [focused, setFocused] = useState(false);
  return (
    <input
      className="text-label"
      data-testid="text-label"
      data-cell="label"
      tabIndex={tabIndex}
      aria-label={`Label of text ${number}`}
      title={label}
      placeholder="label"
      dir="auto"
      list={LABELS_ID}
      maxLength={60}
      spellCheck={false}
      readOnly={useReading()}
      value={focused ? label : label.slice(start.length)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
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
