/** A list is gathered as its vectors come, each looked up once. */
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { EmbeddedText } from '../../vectors/vector-cache.ts';
import { VectorCache } from '../../vectors/vector-cache.ts';
import type { Lens } from '../../workspace/lens.ts';
import { groupItems, textItems } from '../items.ts';
import type { ShownLenses } from '../lenses/shown-lenses.ts';
import type { EngineState } from '../models/engine.ts';
import type { Embeddings } from './embeddings.ts';
import { createGather, keepVectors } from './gather.ts';

const LENS: Lens = {
  ...{ id: 'a', name: 'a', colour: 0, on: true, instruction: 'i' },
  ...{ queryInstruction: '', documentInstruction: '' },
};
const COMPARISON: ShownLenses = { mode: 'one', lenses: [LENS] };

const workspace = (count: number) => ({
  texts: Array.from({ length: count }, (_, n) => ({
    id: `t${n}`,
    text: `text ${n}`,
    group: n % 2 === 0 ? ('A' as const) : ('B' as const),
  })),
});

const entry = (row: number, without: EmbeddedText['without'] = null): EmbeddedText => ({
  ...{ row, dim: 2, tokens: 1, masked: 0, truncated: false, without, unread: null, refused: null },
});

function setUp(count: number) {
  const cache = new VectorCache();
  const looks = { count: 0 };
  const embeddings = {
    store: createStore(() => ({ error: null, cancelled: false })),
    get dropped() {
      return cache.dropped;
    },
    isKept: (found: EmbeddedText) => cache.isKept(found),
    lookup(instruction: string, text: string) {
      looks.count += 1;
      return cache.get('m', instruction, text);
    },
  } as unknown as Embeddings;
  const model = createStore(() => ({ status: 'ready', info: {} }) as unknown as EngineState);
  const gather = createGather(embeddings, model);
  const items = textItems(workspace(count));
  const take = (of = items) =>
    gather(
      COMPARISON,
      ({ instruction }) => [[instruction, of]],
      (s) => s,
    );
  const fill = (from: number, to: number) => {
    for (const { text } of items.slice(from, to)) cache.set('m', 'i', text, entry(from++));
  };
  return { cache, looks, items, take, fill, model };
}

test('each vector is looked up once, however many versions it takes until all are there', () => {
  const { looks, items, take, fill } = setUp(100);
  for (let at = 0; at < 100; at += 10) {
    expect(take()).toEqual({ kind: 'waiting' });
    fill(at, at + 10);
  }
  const ready = take();
  expect(ready.kind).toBe('ready');
  // And one look a version at what is not there yet.
  expect(looks.count).toBe(items.length + 10);
  expect(take()).toEqual(ready);
  expect(looks.count).toBe(items.length + 10);
});

test('a full list is the same list until vectors go; then it is found anew', () => {
  const { cache, take, fill } = setUp(4);
  fill(0, 4);
  const lists = () => {
    const inputs = take();
    return inputs.kind === 'ready' ? inputs.input[0].lists[0] : null;
  };
  const first = lists();
  expect(first).toHaveLength(4);
  expect(lists()).toBe(first);
  cache.clear();
  expect(lists()).toBeNull();
  fill(0, 4);
  expect(lists()).not.toBe(first);
  expect(lists()).toHaveLength(4);
});

test('without a model nothing is at hand', () => {
  const { take, fill, model } = setUp(2);
  fill(0, 2);
  expect(take().kind).toBe('ready');
  model.setState({ info: null, status: 'failed' });
  expect(take()).toEqual({ kind: 'blocked', reason: 'No model is running.' });
});

test('the items of a workspace are made once', () => {
  const { texts } = workspace(4);
  expect(groupItems({ texts }, 'A')).toBe(groupItems({ texts }, 'A'));
  expect(textItems({ texts })).toBe(textItems({ texts }));
  expect(textItems({ texts }).map(({ place, number }) => `${place}${number}`)).toEqual([
    'A1',
    'A2',
    'B1',
    'B2',
  ]);
  expect(textItems(workspace(4))).not.toBe(textItems({ texts }));
});

test('what is left of texts without a vector is the same lists for the same sides', () => {
  const { items } = setUp(3);
  const one = [entry(0), entry(1, 'fused'), entry(2)];
  const other = [entry(3), entry(4), entry(5, 'zero')];
  const sides = () =>
    [
      { lens: 'a', lists: [one] },
      { lens: 'b', lists: [other] },
    ] as const;
  const kept = keepVectors(items, sides());
  expect(kept.items).toEqual([items[0]]);
  expect(kept.sides.map((side) => side?.lists)).toEqual([[[one[0]]], [[other[0]]]]);
  expect(kept.without.map(({ item, lens, why }) => [item.id, lens, why])).toEqual([
    [items[1]!.id, 'a', 'fused'],
    [items[2]!.id, 'b', 'zero'],
  ]);
  expect(keepVectors(items, sides())).toBe(kept);
  const again = keepVectors(items, [{ lens: 'a', lists: [one] }]);
  expect(again.items).toEqual([items[0], items[2]]);
});

test('an edit, an addition and a removal look up what is new, and none of the others', () => {
  const { looks, take, fill, cache } = setUp(100);
  fill(0, 100);
  take();
  const { texts } = workspace(100);
  const edits = {
    edited: texts.map((each, i) => (i === 40 ? { ...each, text: 'new' } : each)),
    added: [...texts, { id: 'n', text: 'new', group: 'B' as const }],
    'put in': [...texts.slice(0, 40), { ...texts[0]!, id: 'n', text: 'new' }, ...texts.slice(40)],
    removed: texts.filter((_, i) => i !== 40),
  };
  cache.set('m', 'i', 'new', entry(100));
  for (const [name, edited] of Object.entries(edits)) {
    take();
    looks.count = 0;
    const items = textItems({ texts: edited });
    const inputs = take(items);
    const entries = inputs.kind === 'ready' ? inputs.input[0].lists[0]! : [];
    expect(entries, name).toEqual(items.map(({ text }) => cache.get('m', 'i', text)));
    expect(looks.count, name).toBeLessThanOrEqual(2);
  }
});

test('entries that went are not taken over', () => {
  const { take, fill, cache, items } = setUp(10);
  fill(0, 10);
  take();
  cache.clear();
  fill(0, 10);
  const inputs = take([...items]);
  const entries = inputs.kind === 'ready' ? inputs.input[0].lists[0]! : [];
  expect(entries.every((each) => cache.isKept(each))).toBe(true);
});
