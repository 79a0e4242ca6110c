import * as Tabs from 'radix-ui/tabs';
import { useCallback, useMemo, useRef, useState } from 'react';
import { editWithToast } from '../../app/actions.ts';
import { app, useReading, useView, useWorkspace } from '../../app/app.ts';
import { useAsk } from '../../app/asks.ts';
import { groupOf } from '../../app/items.ts';
import { listLenses } from '../../app/lenses/shown-lenses.ts';
import { useShownLenses } from '../../app/lenses/use-shown-lenses.ts';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { clearList } from '../../workspace/edits.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { AddTexts } from './AddTexts.tsx';
import { TextList, type TextListProps } from './TextList.tsx';
import { TruthChoice } from './TruthChoice.tsx';
import { type Tab, withAdded, wordsFor } from './tab.ts';
import { useRevealedList } from './use-reveal.ts';

const TABS: readonly Tab[] = [
  { key: 'A', label: 'A', list: 'texts', group: 'A', instruction: 'instruction' },
  { key: 'B', label: 'B', list: 'texts', group: 'B', instruction: 'instruction' },
  { key: 'Q', label: 'Queries', list: 'queries', group: null, instruction: 'queryInstruction' },
  { key: 'D', label: 'Docs', list: 'documents', group: null, instruction: 'documentInstruction' },
];

export function TextLists() {
  // The chosen list and the texts that wait to be added belong to one workspace.
  return <Lists key={useWorkspace((state) => state.id)} />;
}

function Lists() {
  const current = useWorkspace((state) => state.workspace);
  const [key, setKey] = useState('A');
  const [adding, setAdding] = useState(false);
  useRevealedList(setKey);
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
          <List key={key} tab={tab} current={current} onAddMany={() => setAdding(true)} />
        </Tabs.Content>
      </Tabs.Root>
      <AddTexts tab={tab} open={adding} onOpenChange={setAdding} />
    </section>
  );
}

function List({
  tab,
  current,
  onAddMany,
}: {
  readonly tab: Tab;
  readonly current: Workspace;
  readonly onAddMany: () => void;
}) {
  const items = itemsOf(current, tab);
  const [editing, setEditing] = useState<string | null>(null);
  const what = wordsFor(tab);
  const opener = useRef<HTMLButtonElement>(null);
  useAsk('add-texts', () => {
    opener.current?.focus();
    onAddMany();
  });

  const labels = useView((state) => state.labels);
  const shown = useShownLenses();
  const instructions = useMemo(
    () => listLenses(shown).map((lens) => lens[tab.instruction]),
    [shown, tab],
  );
  const reading = useReading();

  const adder = useRef<HTMLButtonElement>(null);
  const onEmptied = useCallback(() => adder.current?.focus(), []);
  const addOne = () => {
    app()
      .workspace.getState()
      .edit('Add text', withAdded(tab, [{ text: '' }]));
    setEditing(itemsOf(app().workspace.getState().workspace, tab).at(-1)?.id ?? null);
  };

  return (
    <>
      <div className="texts-tools">
        <Button ref={adder} data-testid="add-text" disabled={reading} onClick={addOne}>
          Add
        </Button>
        <Button ref={opener} data-testid="paste-texts" disabled={reading} onClick={onAddMany}>
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
      {tab.group !== null && labels && <TruthChoice workspace={current} disabled={reading} />}
      <TextList
        list={tab.list}
        group={tab.group}
        label={`Texts of ${what}`}
        items={items}
        instructions={instructions}
        labels={labels && tab.group !== null}
        editing={editing}
        onEdit={setEditing}
        onEmptied={onEmptied}
      />
    </>
  );
}

function itemsOf(current: Workspace, { list, group }: Tab): TextListProps['items'] {
  return group === null ? current[list] : groupOf(current, group);
}
