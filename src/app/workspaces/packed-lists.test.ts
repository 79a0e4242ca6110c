import { expect, test, vi } from 'vitest';
import { emptyWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { view } from '../view.ts';
import { packLists, unpackLists } from './packed-lists.ts';
import { parseStored, storedRecordOf } from './records.ts';

const texts = (count: number): Workspace['texts'] =>
  Array.from({ length: count }, (_, n) => ({
    id: `t${n}`,
    text: `“text” ${n}\n\ud83d\ude00`,
    group: n % 2 === 0 ? ('A' as const) : ('B' as const),
    ...(n % 3 === 0 && { label: `label ${n % 5}` }),
  }));

test('a long list comes back as it was, and a short one is stored as every Facet reads it', async () => {
  const long = { ...emptyWorkspace(), texts: texts(4321) };
  const packed = await packLists(long);
  expect(packed.isPacked).toBe(true);
  expect(JSON.stringify(packed.workspace)).toContain('packed');
  expect(unpackLists(structuredClone(packed.workspace))).toEqual(long);
  const short = { ...emptyWorkspace(), texts: texts(20) };
  expect(await packLists(short)).toEqual({ workspace: short, isPacked: false });
  expect(unpackLists(short)).toEqual(short);
});

test('of an edited list only what changed is packed anew', async () => {
  const before = { ...emptyWorkspace(), texts: texts(50_000) };
  await packLists(before);
  const written = vi.spyOn(JSON, 'stringify');
  const edited = {
    ...before,
    texts: before.texts.map((each, n) => (n === 1234 ? { ...each, text: 'edited' } : each)),
  };
  const { workspace } = await packLists(edited);
  const count = written.mock.calls.length;
  written.mockRestore();
  expect(count).toBe(1);
  expect(unpackLists(workspace)).toEqual(edited);
  const fewer = { ...edited, texts: edited.texts.slice(1) };
  expect(unpackLists((await packLists(fewer)).workspace)).toEqual(fewer);
});

test('a record says that an earlier Facet cannot read it where a list is packed, and only there', async () => {
  const draft = (count: number) => ({
    ...{ id: 'w', view: view.getInitialState(), changedAt: 1, revision: 'r', untouched: null },
    workspace: { ...emptyWorkspace(), texts: texts(count) },
  });
  const long = await storedRecordOf(draft(3000));
  expect(long.entry.version).toBe(3);
  expect(parseStored(long.document).workspace).toEqual(draft(3000).workspace);
  expect((await storedRecordOf(draft(30))).entry.version).toBe(2);
});
