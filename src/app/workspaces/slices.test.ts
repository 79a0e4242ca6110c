import { expect, test, vi } from 'vitest';
import { emptyWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { view } from '../view.ts';
import { parseStored, storedRecordOf } from './records.ts';
import { joinLists, type Slice, sliceLists } from './slices.ts';

const texts = (count: number): Workspace['texts'] =>
  Array.from({ length: count }, (_, n) => ({
    id: `t${n}`,
    text: `“text” ${n}\n\ud83d\ude00`,
    group: n % 2 === 0 ? ('A' as const) : ('B' as const),
    ...(n % 3 === 0 && { label: `label ${n % 5}` }),
  }));

test('a long list comes back as it was, and a short one is stored as every Facet reads it', async () => {
  const long = { ...emptyWorkspace(), texts: texts(4321) };
  const { workspace, slices } = await sliceLists(long);
  expect(slices).toHaveLength(5);
  // The document names the slices, and holds no text.
  expect(JSON.stringify(workspace).length).toBeLessThan(1000);
  expect(joinLists(structuredClone(workspace), slices)).toEqual(long);
  const short = { ...emptyWorkspace(), texts: texts(20) };
  expect(await sliceLists(short)).toEqual({ workspace: short, slices: [] });
  expect(joinLists(short, [])).toEqual(short);
});

test('of an edited list only what changed is made anew, also after it was read', async () => {
  const before = { ...emptyWorkspace(), texts: texts(8000) };
  const first = await sliceLists(before);
  const written = vi.spyOn(JSON, 'stringify');
  const edit = (workspace: Workspace, text: string) => ({
    ...workspace,
    texts: workspace.texts.map((each, n) => (n === 1234 ? { ...each, text } : each)),
  });
  const fresh = (slices: readonly Slice[], than: readonly Slice[]) =>
    slices.filter(({ id }) => !than.some((each) => each.id === id)).length;
  const edited = await sliceLists(edit(before, 'edited'));
  expect(written.mock.calls.length).toBe(1);
  written.mockRestore();
  expect(fresh(edited.slices, first.slices)).toBe(1);
  expect(joinLists(edited.workspace, edited.slices)).toEqual(edit(before, 'edited'));

  // As after a reload.
  const document = { id: 'w', workspace: structuredClone(edited.workspace), view: null };
  const read = parseStored({ document, slices: edited.slices }).workspace;
  const again = await sliceLists(edit(read, 'again'));
  expect(fresh(again.slices, edited.slices)).toBe(1);
  const fewer = { ...read, texts: read.texts.slice(1) };
  const cut = await sliceLists(fewer);
  expect(joinLists(cut.workspace, cut.slices)).toEqual(fewer);
});

test('a lost slice is an error that says which texts are gone', async () => {
  const { workspace, slices } = await sliceLists({ ...emptyWorkspace(), texts: texts(4321) });
  expect(() => joinLists(workspace, slices.slice(0, 1).concat(slices.slice(2)))).toThrow(
    'texts lacks texts 1001 to 2000',
  );
});

test('a record says that an earlier Facet cannot read it where a list is sliced, and only there', async () => {
  const draft = (count: number) => ({
    ...{ id: 'w', view: view.getInitialState(), changedAt: 1, revision: 'r', untouched: null },
    workspace: { ...emptyWorkspace(), texts: texts(count) },
  });
  const long = await storedRecordOf(draft(3000));
  expect(long.entry.version).toBe(4);
  expect(parseStored(long).workspace).toEqual(draft(3000).workspace);
  expect((await storedRecordOf(draft(30))).entry.version).toBe(2);
});

test('a record of version 3, with its slices in the document, is read', () => {
  const all = texts(3);
  const packed = [JSON.stringify(all.slice(0, 2)), JSON.stringify(all.slice(2))];
  const workspace = { ...emptyWorkspace(), texts: { packed } };
  const document = { id: 'w', workspace, view: null };
  expect(parseStored({ document, slices: [] }).workspace.texts).toEqual(all);
});
