import { expect, test } from 'vitest';
import { StandInEngine, settle } from '../../../testing/stand-in-engine.ts';
import { createEngineStore } from './engine.ts';

function setUp(modelId: string | null = null) {
  const engine = new StandInEngine();
  const chosen: string[] = [];
  const used: (string | null)[] = [];
  const store = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    choice: 'auto',
    modelId,
    onChoice: (choice) => chosen.push(choice),
    onModel: (id) => used.push(id),
  });
  return { engine, store, chosen, used };
}

test('a later load supersedes an earlier one', async () => {
  const { engine, store, chosen } = setUp();
  void store.getState().load();
  void store.getState().choose('webgpu');
  expect(chosen).toEqual(['webgpu']);
  expect(engine.loads[0]?.options.signal?.aborted).toBe(true);
  engine.loads[0]?.finish();
  await settle();
  expect(store.getState().status).toBe('loading');
  engine.loads[1]?.finish();
  await settle();
  expect(store.getState()).toMatchObject({ status: 'ready', info: { device: 'webgpu' } });
});

test('a failed load says why, and loading again clears it', async () => {
  const { engine, store } = setUp();
  void store.getState().load();
  engine.loads[0]?.fail(new Error('model.json: not found'));
  await settle();
  expect(store.getState()).toMatchObject({ status: 'failed', error: 'model.json: not found' });
  void store.getState().load();
  expect(store.getState()).toMatchObject({ status: 'loading', error: null });
});

test('a cancelled load is no fault of the model', async () => {
  const { store } = setUp();
  void store.getState().load();
  store.getState().cancelLoad();
  await settle();
  expect(store.getState()).toMatchObject({ status: 'failed', error: 'Loading was cancelled.' });
});

test('a worker that did not start is told, and embedding goes on', async () => {
  const { engine, store } = setUp();
  void store.getState().load();
  engine.loads[0]?.finish();
  await settle();
  const info = { ...store.getState().info!, deviceDetail: '1 worker × 1 thread' };
  engine.emit({ kind: 'reduced', info, reason: 'out of memory' });
  expect(store.getState()).toMatchObject({ status: 'ready', info });
  expect(store.getState().notice).toMatch(/1 worker × 1 thread, .*did not start. out of memory\./);
});

test('a lost device is told, then its recovery, then its end', () => {
  const { engine, store } = setUp();
  engine.emit({ kind: 'recovering', device: 'webgpu', reason: 'device lost' });
  expect(store.getState().notice).toContain('WebGPU stopped: device lost. Rebuilding');
  engine.emit({ kind: 'failed', message: 'no device is left' });
  expect(store.getState()).toMatchObject({ status: 'failed', error: 'no device is left' });
});

test('a model chosen at an earlier visit is loaded, and another one in its place when asked for', async () => {
  const { engine, store, used } = setUp('a');
  void store.getState().load();
  expect(engine.loads[0]?.options.source).toEqual({ kind: 'stored', id: 'a' });
  void store.getState().use('b');
  expect(engine.loads[1]?.options.source).toEqual({ kind: 'stored', id: 'b' });
  void store.getState().use(null);
  expect(engine.loads[2]?.options.source).toEqual({ kind: 'facet', url: 'model/' });
  engine.loads[2]?.finish();
  await settle();
  expect(store.getState()).toMatchObject({ status: 'ready', modelId: null, notice: null });
  expect(used).toEqual(['b', null]);
});

test('a chosen model that cannot be loaded gives way to the built-in one, with the reason', async () => {
  const { engine, store, used } = setUp('a');
  void store.getState().load();
  engine.loads[0]?.fail(new Error('models/a is not there'));
  await settle();
  expect(engine.loads[1]?.options.source).toEqual({ kind: 'facet', url: 'model/' });
  engine.loads[1]?.finish();
  await settle();
  expect(store.getState()).toMatchObject({ status: 'ready', modelId: null });
  expect(store.getState().notice).toMatch(
    /could not be loaded: models\/a is not there\. .*built-in/,
  );
  expect(used).toEqual([null]);
});

test('a chosen model that hangs gives way to the built-in one, while it loads and while it embeds', async () => {
  const { engine, store, used } = setUp('a');
  void store.getState().load();
  // As the client does: the open call fails, and the event tells why.
  engine.loads[0]?.fail(new Error('“a” did not answer'));
  engine.emit({ kind: 'hung', message: '“a” did not answer' });
  await settle();
  expect(engine.loads).toHaveLength(2);
  engine.loads[1]?.finish();
  await settle();
  expect(store.getState()).toMatchObject({ status: 'ready', modelId: null });
  expect(store.getState().notice).toMatch(/^“a” did not answer\. The built-in one/);
  expect(used).toEqual([null]);
  // The built-in one has no other to give way to.
  engine.emit({ kind: 'hung', message: '“facet-mini” did not answer' });
  expect(store.getState()).toMatchObject({
    status: 'failed',
    error: '“facet-mini” did not answer',
  });
  expect(engine.loads).toHaveLength(2);
});

test('a chosen model whose load is cancelled stays chosen', async () => {
  const { engine, store, used } = setUp('a');
  void store.getState().load();
  store.getState().cancelLoad();
  await settle();
  expect(store.getState()).toMatchObject({ status: 'failed', modelId: 'a' });
  expect(engine.loads).toHaveLength(1);
  expect(used).toEqual([]);
});
