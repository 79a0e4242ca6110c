import { useState } from 'react';
import { useModel, useModels, useWorkspace } from '../../app/app.ts';
import { exactInstruction } from '../../app/lenses/use-default-prompt.ts';
import { Button } from '../../widgets/Button.tsx';
import type { ListName } from '../../workspace/edits.ts';
import type { Lens } from '../../workspace/lens.ts';
import { FIELD_OF } from './content.ts';
import { slugsOf } from './names.ts';
import { pythonSnippet } from './python.ts';
import { baseOf } from './run.ts';

/** Copies a program that gives the same vectors in Python. */
export function CopyPython({
  list,
  lenses,
}: {
  readonly list: ListName;
  readonly lenses: readonly Lens[];
}) {
  const items = useWorkspace(({ workspace }) => workspace[list]);
  const info = useModel((state) => state.info);
  const modelId = useModel((state) => state.modelId);
  const stored = useModels((state) => state.stored)?.find(({ id }) => id === modelId);
  const [said, setSaid] = useState('Copy as Python');
  const isGiven = lenses.length > 0 && lenses.every(({ given }) => given !== undefined);
  const why = isGiven
    ? 'These vectors come from a file: no model that Facet knows gives them.'
    : stored === undefined
      ? 'The built-in model is in Facet’s own format, which Python packages do not read. Import a model from the hub or a folder.'
      : undefined;
  const copy = async () => {
    if (info === null || stored === undefined) return;
    // Another program computed the vectors of a file.
    const ofModel = lenses.filter(({ given }) => given === undefined);
    const slugs = slugsOf(lenses);
    const { source, revision } = stored;
    const text = pythonSnippet(
      { name: source, revision, input: info.input, precision: info.precision },
      new Map(ofModel.map((lens) => [slugs.get(lens.id)!, exactInstruction(lens[FIELD_OF[list]])])),
      items.map((item) => item.text),
      `${baseOf({ content: 'vectors', list, only: null })}.jsonl`,
    );
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser did not allow copying');
    }
  };
  return (
    <Button
      data-testid="copy-python"
      disabled={why !== undefined || lenses.length === 0}
      title={why}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{said}</span>
    </Button>
  );
}
