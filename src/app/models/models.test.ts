import { beforeEach, expect, test, vi } from 'vitest';
import { StandInEngine, settle } from '../../../testing/stand-in-engine.ts';
import {
  type Importer,
  type ImportOptions,
  ImportPaused,
  type ImportPlan,
  type ImportSource,
} from '../../importer/types.ts';
import { Jobs } from '../../jobs/jobs.ts';
import { CheckpointError } from '../../lib/checkpoint-error.ts';
import type { StoredModel } from '../../model-folder/model-store.ts';
import { dismissToast, showToast, toast } from '../toast.ts';
import { createEngineStore } from './engine.ts';
import { Models } from './models.ts';

const SOURCE: ImportSource = { kind: 'url', url: 'https://models.example/a/', token: 'secret' };
const PLAN = { name: 'a', sourceBytes: 100 } as ImportPlan;
const A = { id: 'a-int8', name: 'a' } as StoredModel;
const B = { id: 'b-int8', name: 'b' } as StoredModel;

/** An importer whose calls end when a test says so. */
class StandInImporter implements Importer {
  forgotten = 0;
  readonly calls: {
    readonly signal: AbortSignal | undefined;
    readonly options: ImportOptions | null;
    finish(value: ImportPlan | StoredModel): void;
    fail(error: Error): void;
  }[] = [];

  inspect(_source: ImportSource, signal?: AbortSignal): Promise<ImportPlan> {
    return this.#call(signal, null);
  }

  run(_source: ImportSource, options: ImportOptions): Promise<StoredModel> {
    return this.#call(options.signal, options);
  }

  forget(): void {
    this.forgotten += 1;
  }

  close(): void {}

  #call<T>(signal: AbortSignal | undefined, options: ImportOptions | null): Promise<T> {
    return new Promise((resolve, reject) => {
      this.calls.push({ signal, options, finish: (value) => resolve(value as T), fail: reject });
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

function setUp(stored: StoredModel[] = []) {
  const importer = new StandInImporter();
  const engine = new StandInEngine();
  const engineStore = createEngineStore({
    engine,
    source: { kind: 'facet', url: 'model/' },
    choice: 'auto',
    modelId: null,
  });
  const store = {
    list: vi.fn(async () => [...stored]),
    unfinished: vi.fn(async () => []),
    remove: vi.fn(async (id: string) => {
      stored.splice(0, stored.length, ...stored.filter((model) => model.id !== id));
    }),
  };
  let time = 0;
  const clock = { advance: (ms: number) => (time += ms) };
  const jobs = new Jobs();
  const models = new Models({ importer, store, engine: engineStore, jobs, now: () => time });
  const work = () => models.state.getState().work;
  const job = () => jobs.of('import');
  return { importer, engine, engineStore, store, stored, models, work, job, clock };
}

beforeEach(() => dismissToast());

test('inspects, imports with its pace, and uses what came', async () => {
  const { importer, engine, stored, models, work, job, clock } = setUp();
  void models.inspect(SOURCE);
  expect(work()).toMatchObject({ step: 'inspecting' });
  importer.calls[0]!.finish(PLAN);
  await settle();
  expect(work()).toMatchObject({ step: 'planned', plan: PLAN });

  void models.start('int8');
  expect(work()).toMatchObject({ step: 'running', precision: 'int8', progress: null });
  expect(job()).toMatchObject({ title: 'Importing a', fraction: null, rate: null, total: 100 });
  await settle();
  const { onProgress } = importer.calls[1]!.options!;
  // Bytes of an earlier import are there at once and tell no pace.
  onProgress!({ doneBytes: 40, totalBytes: 100, step: 'layer 1 of 2', leftMs: null });
  expect(work()).toMatchObject({ progress: { doneBytes: 40 } });
  expect(job()).toMatchObject({ done: 40, fraction: 0.4, rate: null, secondsLeft: null });
  clock.advance(2000);
  onProgress!({ doneBytes: 60, totalBytes: 100, step: 'layer 2 of 2', leftMs: 4000 });
  expect(work()).toMatchObject({ progress: { step: 'layer 2 of 2' } });
  await vi.waitFor(() => expect(job()).toMatchObject({ done: 60, rate: 10, secondsLeft: 4 }));

  stored.push(A);
  importer.calls[1]!.finish(A);
  await settle();
  expect(work()).toEqual({ step: 'done', model: A });
  expect(job()).toBeNull();
  expect(models.state.getState().stored).toEqual([A]);
  models.use(A.id);
  expect(work()).toBeNull();
  expect(engine.loads[0]?.options.source).toEqual({ kind: 'stored', id: A.id });
});

test('a failed import can be tried again as it was, and a failed inspection too', async () => {
  const { importer, models, work, job } = setUp();
  void models.inspect(SOURCE);
  importer.calls[0]!.fail(new Error('config.json: is missing'));
  await settle();
  expect(work()).toMatchObject({ step: 'failed', plan: null, message: 'config.json: is missing' });
  void models.retry();
  importer.calls[1]!.finish(PLAN);
  await settle();
  void models.start('int4');
  await settle();
  importer.calls[2]!.fail(new Error('the disk is full'));
  await settle();
  expect(work()).toMatchObject({ step: 'failed', precision: 'int4', message: 'the disk is full' });
  expect(job()).toBeNull();
  void models.retry();
  expect(work()).toMatchObject({ step: 'running', precision: 'int4' });
  await settle();
  expect(importer.calls[3]?.options?.precision).toBe('int4');
});

test('cancelling frees the dialog at once, and what comes later from the import changes nothing', async () => {
  const { importer, models, work, job } = setUp();
  void models.inspect(SOURCE);
  importer.calls[0]!.finish(PLAN);
  await settle();
  void models.start('int8');
  await settle();
  job()!.cancel();
  expect(importer.calls[1]!.signal?.aborted).toBe(true);
  expect(work()).toBeNull();
  const { onProgress } = importer.calls[1]!.options!;
  onProgress!({ doneBytes: 1, totalBytes: 100, step: 'x', leftMs: null });
  await settle();
  expect(work()).toBeNull();
  expect(job()).toBeNull();
});

test('a paused import is kept, and goes on in the same precision', async () => {
  const { importer, models, work, job } = setUp();
  void models.inspect(SOURCE);
  importer.calls[0]!.finish(PLAN);
  await settle();
  void models.start('int4', 'pooled');
  await settle();
  expect(importer.calls[1]!.options).toMatchObject({ instruction: 'pooled' });
  const progress = { doneBytes: 40, totalBytes: 100, step: 'layer 3', leftMs: null };
  importer.calls[1]!.options!.onProgress!(progress);
  job()!.pause!();
  expect(importer.calls[1]!.signal?.reason).toBeInstanceOf(ImportPaused);
  expect(work()).toMatchObject({ step: 'paused', precision: 'int4', progress });
  // What comes late from the import changes nothing.
  importer.calls[1]!.fail(new ImportPaused());
  await settle();
  expect(work()?.step).toBe('paused');
  expect(job()).toMatchObject({ state: 'paused', done: 40 });
  job()!.resume!();
  await settle();
  expect(work()).toMatchObject({ step: 'running', precision: 'int4', instruction: 'pooled' });
  expect(importer.calls[2]?.options?.precision).toBe('int4');
});

test('a removed model goes when the toast goes, and not if it is undone', async () => {
  const { store, stored, models } = setUp([A, B]);
  await models.refresh();
  models.remove(A);
  expect(models.state.getState().removing.has(A.id)).toBe(true);
  await settle();
  expect(store.remove).not.toHaveBeenCalled();
  toast.getState().current!.action!.run();
  await settle();
  expect(store.remove).not.toHaveBeenCalled();
  expect(models.state.getState().removing.size).toBe(0);

  models.remove(A);
  // Another toast takes the first one's place, and with it the chance to undo.
  showToast('Something else');
  await settle();
  expect(store.remove).toHaveBeenCalledExactlyOnceWith(A.id);
  expect(models.state.getState()).toMatchObject({ stored: [B] });
  expect(models.state.getState().removing.size).toBe(0);
  expect(stored).toEqual([B]);
});

test('an import waits for a removal that it could meet', async () => {
  const { importer, store, models } = setUp([A]);
  await models.refresh();
  void models.inspect(SOURCE);
  importer.calls[0]!.finish(PLAN);
  await settle();
  let removed = () => {};
  store.remove.mockReturnValueOnce(new Promise((resolve) => (removed = resolve)));
  models.remove(A);
  void models.start('int8');
  await settle();
  expect(store.remove).toHaveBeenCalledOnce();
  expect(importer.calls).toHaveLength(1);
  removed();
  await settle();
  expect(importer.calls).toHaveLength(2);
});

test('removing the model in use brings the built-in one, and undo brings it back', async () => {
  const { engine, engineStore, models } = setUp([A]);
  await models.refresh();
  models.use(A.id);
  models.remove(A);
  expect(engineStore.getState().modelId).toBeNull();
  models.state.getState().removing.get(A.id)!();
  expect(engineStore.getState().modelId).toBe(A.id);
  expect(engine.loads.map(({ options }) => options.source.kind)).toEqual([
    'stored',
    'facet',
    'stored',
  ]);
});

test('a store that cannot be read or emptied says why', async () => {
  const { store, models } = setUp([A]);
  store.list.mockRejectedValueOnce(new Error('no private file system'));
  await models.refresh();
  expect(models.state.getState()).toMatchObject({ stored: [], problem: 'no private file system' });
  await models.refresh();
  expect(models.state.getState()).toMatchObject({ stored: [A], problem: null });
  store.remove.mockRejectedValueOnce(new Error('it is open in another tab'));
  models.remove(A);
  dismissToast();
  await settle();
  expect(models.state.getState()).toMatchObject({
    stored: [A],
    problem: 'it is open in another tab',
  });
});

test('what was inspected and is not imported is forgotten', async () => {
  const { importer, models } = setUp();
  void models.inspect(SOURCE);
  importer.calls[0]!.finish(PLAN);
  await settle();
  expect(importer.forgotten).toBe(0);
  models.dismiss();
  expect(importer.forgotten).toBe(1);
});

test('an import whose files are at fault is not offered to be tried again', async () => {
  const { importer, models, work } = setUp();
  for (const [permanent, kept] of [
    [true, false],
    [false, true],
  ]) {
    void models.inspect(SOURCE);
    importer.calls.at(-1)!.finish(PLAN);
    await settle();
    void models.start('int8');
    await settle();
    importer.calls.at(-1)!.fail(
      new CheckpointError('gives vectors that are not finite', {
        file: 'x',
        permanent: permanent!,
      }),
    );
    await settle();
    expect(work()).toMatchObject({ step: 'failed', precision: 'int8', kept });
  }
});
