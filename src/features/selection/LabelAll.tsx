import { useId, useState } from 'react';
import { editWithToast } from '../../app/actions.ts';
import { useWorkspace } from '../../app/app.ts';
import { view } from '../../app/view.ts';
import { isolated } from '../../lib/isolate.ts';
import { once } from '../../lib/once.ts';
import { plural } from '../../widgets/format.ts';
import { labelTexts } from '../../workspace/edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import style from './style.module.css';

/** Most labels that are offered. */
const OFFERED = 100;

const labelsOf = once((texts: Workspace['texts']) => {
  const found = new Set<string>();
  for (const { label } of texts) {
    if (label !== undefined) found.add(label);
    if (found.size === OFFERED) break;
  }
  return [...found];
});

/** Gives all selected texts one label; an empty one takes their labels away. */
export function LabelAll({ texts }: { readonly texts: readonly string[] }) {
  const id = useId();
  const [label, setLabel] = useState('');
  const labels = useWorkspace((state) => labelsOf(state.workspace.texts));
  const trimmed = label.trim();
  return (
    <form
      className={style.label}
      onSubmit={(event) => {
        event.preventDefault();
        const count = plural(texts.length, 'text');
        const said =
          trimmed === ''
            ? `Took the labels of ${count}`
            : `Labelled ${count} “${isolated(trimmed)}”`;
        const done = editWithToast(said, (current) => labelTexts(current, texts, trimmed));
        if (done) view.setState({ labels: true });
      }}
    >
      <input
        className="field"
        aria-label="Label of the selected texts"
        placeholder="Label"
        dir="auto"
        list={id}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <datalist id={id}>
        {labels.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <button type="submit" className="button" data-testid="label-selection">
        {trimmed === '' ? 'Unlabel' : 'Label'}
      </button>
    </form>
  );
}
