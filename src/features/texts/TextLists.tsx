import { Tabs } from 'radix-ui';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { editWithToast } from '../../app/actions.ts';
import { app, useModel, useReading, useView, useWorkspace } from '../../app/app.ts';
import { useAsk } from '../../app/asks.ts';
import { shownLenses } from '../../app/comparison.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { DialogPart } from '../../app/failure/Part.tsx';
import { useComparison } from '../../app/use-comparison.ts';
import { view } from '../../app/view.ts';
import type { LabelledText } from '../../corpus/tables/columns.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { useOnce } from '../../widgets/use-once.ts';
import { addItems, clearList, type Group, type ListName } from '../../workspace/edits.ts';
import type { InstructionField } from '../../workspace/lens.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { TextList, type TextListProps } from './TextList.tsx';
import { useBatches } from './use-batches.ts';

const PART = 'The dialog that adds texts';
const CODE = partCode(PART, async () => (await import('./AddTextsDialog.tsx')).AddTextsDialog);

interface Tab {
  readonly key: string;
  readonly label: string;
  readonly list: ListName;
  readonly group: Group | null;
  readonly instruction: InstructionField;
}

const TABS: readonly Tab[] = [
  { key: 'A', label: 'A', list: 'texts', group: 'A', instruction: 'instruction' },
  { key: 'B', label: 'B', list: 'texts', group: 'B', instruction: 'instruction' },
  { key: 'Q', label: 'Queries', list: 'queries', group: null, instruction: 'queryInstruction' },
  { key: 'D', label: 'Docs', list: 'documents', group: null, instruction: 'documentInstruction' },
];

export function TextLists() {
  const current = useWorkspace((state) => state.workspace);
  const [key, setKey] = useState('A');
  const tab = TABS.find((candidate) => candidate.key === key) ?? TABS[0]!;
  return (
    <section className="side-section texts" aria-label="Texts">
      <Tabs.Root value={key} onValueChange={setKey} className="texts-tabs">
        <Tabs.List className="tabs" aria-label="Lists of texts">
          {TABS.map((candidate) => (
            <Tabs.Trigger key={candidate.key} value={candidate.key} className="tab">
              {candidate.label}
              <span className="tab-count">{itemsOf(current, candidate).length}</span>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={key} className="texts-body" tabIndex={-1}>
          <List key={key} tab={tab} current={current} />
        </Tabs.Content>
      </Tabs.Root>
    </section>
  );
}

function List({ tab, current }: { readonly tab: Tab; readonly current: Workspace }) {
  const items = useMemo(() => itemsOf(current, tab), [current, tab]);
  const [editing, setEditing] = useState<string | null>(null);
  const [pasting, setPasting] = useState(false);
  const pasted = useOnce(pasting);
  const opener = useRef<HTMLButtonElement>(null);
  useAsk('add-texts', () => {
    opener.current?.focus();
    setPasting(true);
  });
  const what = tab.group === null ? tab.label.toLowerCase() : `group ${tab.group}`;

  const labels = useView((state) => state.labels);
  const comparison = useComparison();
  const instructions = useMemo(
    () => shownLenses(comparison).map((lens) => lens[tab.instruction]),
    [comparison, tab],
  );
  const batches = useBatches();
  const reading = useReading();

  // Before it is asked for: the connection may be gone by then.
  const ready = useModel((state) => state.status === 'ready');
  useEffect(() => {
    if (ready) CODE.load().catch(() => undefined);
  }, [ready]);

  const takeIncoming = useEffectEvent((files: readonly File[]) => {
    if (files.length === 0) return;
    view.setState({ incoming: [] });
    batches.addFiles(files);
    setPasting(true);
  });
  const incoming = useView((state) => state.incoming);
  useEffect(() => takeIncoming(incoming), [incoming]);

  const withAdded = (texts: readonly LabelledText[]) => (before: Workspace) =>
    addItems(before, tab.list, texts, tab.group ?? 'A');

  const addOne = () => {
    app()
      .workspace.getState()
      .edit('Add text', withAdded([{ text: '' }]));
    setEditing(itemsOf(app().workspace.getState().workspace, tab).at(-1)?.id ?? null);
  };

  return (
    <>
      <div className="texts-tools">
        <Button data-testid="add-text" disabled={reading} onClick={addOne}>
          Add
        </Button>
        <Button
          ref={opener}
          data-testid="paste-texts"
          disabled={reading}
          onClick={() => setPasting(true)}
        >
          Paste or open…
        </Button>
        <span className="spacer" />
        {tab.group !== null && (
          <IconButton
            icon="tag"
            label={labels ? 'Hide labels' : 'Show and type labels'}
            aria-pressed={labels}
            onClick={() => view.setState({ labels: !labels })}
          />
        )}
        <IconButton
          icon="trash"
          label={`Remove all of ${what}`}
          disabled={items.length === 0 || reading}
          onClick={() =>
            editWithToast(`Removed ${plural(items.length, 'text')} of ${what}`, (before) =>
              clearList(before, tab.list, tab.group ?? 'A'),
            )
          }
        />
      </div>
      <TextList
        list={tab.list}
        group={tab.group}
        label={`Texts of ${what}`}
        items={items}
        instructions={instructions}
        labels={labels && tab.group !== null}
        editing={editing}
        onEdit={setEditing}
      />
      <DialogPart name={PART} onClose={() => setPasting(false)}>
        {pasted && (
          <LazyPart
            code={CODE}
            open={pasting}
            what={what}
            batches={batches}
            onClose={() => setPasting(false)}
            takesLabels={tab.list === 'texts'}
            onAdd={(texts) => {
              if (tab.list === 'texts' && texts.some(({ label }) => label !== undefined)) {
                view.setState({ labels: true, mapColour: 'labels' });
              }
              editWithToast(`Added ${plural(texts.length, 'text')} to ${what}`, withAdded(texts));
            }}
          />
        )}
      </DialogPart>
    </>
  );
}

function itemsOf(current: Workspace, { list, group }: Tab): TextListProps['items'] {
  return group === null ? current[list] : current.texts.filter((item) => item.group === group);
}
