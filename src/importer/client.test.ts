import { expect, test } from 'vitest';
import { EngineError } from '../engine/errors.ts';
import { CheckpointError } from '../lib/checkpoint-error.ts';
import { StorageError, type StoredModel } from '../model-folder/model-store.ts';
import { toWire } from '../workers/errors.ts';
import type { Reply, WorkerRequest } from '../workers/messages.ts';
import { createImporter } from './client.ts';
import { type ImportLine, importLine } from './line.ts';
import type { FrameReady, ImportApi } from './protocol.ts';
import {
  type Importer,
  ImportPaused,
  type ImportPlan,
  type ImportProgress,
  type ImportSource,
} from './types.ts';

type ImportRequest = WorkerRequest<ImportApi>;
type ImportReply = Reply<ImportApi, FrameReady>;

const SOURCE: ImportSource = { kind: 'url', url: 'https://models.example/a/' };
const MODEL = { id: 'a-int8', name: 'a' } as StoredModel;

type Asked = 'inspect' | 'run' | 'forget' | 'abort';

const nameOf = (request: ImportRequest): Asked =>
  request.kind === 'call' ? request.method : request.kind;

/** The worker's end of a line over a real channel, which copies messages. */
class Far {
  readonly requests: ImportRequest[] = [];
  readonly line: ImportLine;
  closed = false;
  readonly #channel = new MessageChannel();

  constructor() {
    const { port1, port2 } = this.#channel;
    this.line = importLine(port1, {
      onEnd: () => {
        this.closed = true;
      },
    });
    port2.onmessage = ({ data }) => this.requests.push(data);
  }

  reply(reply: ImportReply): void {
    this.#channel.port2.postMessage(reply);
  }

  fail(id: number, error: Error): void {
    this.reply({ kind: 'error', id, error: toWire(error) });
  }

  async crash(reason: string): Promise<void> {
    this.reply({ kind: 'crashed', reason });
    await expect.poll(() => this.closed).toBe(true);
  }

  async request(asked: Asked): Promise<ImportRequest> {
    const found = () => this.requests.find((each) => nameOf(each) === asked);
    await expect.poll(found).toBeDefined();
    return found()!;
  }
}

function setUp() {
  const lines: Far[] = [];
  const importer = createImporter(async () => {
    const far = new Far();
    lines.push(far);
    return far.line;
  });
  const line = async (index: number) => {
    await expect.poll(() => lines[index]).toBeDefined();
    return lines[index]!;
  };
  return { importer, lines, line };
}

test('reports progress and returns the model; its worker ends with the call', async () => {
  const { importer, line } = setUp();
  const seen: ImportProgress[] = [];
  const result = importer.run(SOURCE, { precision: 'int8', onProgress: (p) => seen.push(p) });
  const far = await line(0);
  const { id } = await far.request('run');
  expect(far.requests).toEqual([
    { kind: 'call', id, method: 'run', argument: { source: SOURCE, precision: 'int8' } },
  ]);
  const progress = { doneBytes: 1, totalBytes: 2, step: 'layer 1 of 2', leftMs: 10 };
  far.reply({ kind: 'progress', id, progress });
  far.reply({ kind: 'result', id, result: MODEL });
  expect(await result).toEqual(MODEL);
  expect(seen).toEqual([progress]);
  expect(far.closed).toBe(true);
});

test.each([
  new CheckpointError('is missing', { file: 'a/config.json' }),
  new StorageError('the disk is full'),
  new EngineError('no finite vectors'),
])('an error crosses as its own class: %s', async (error) => {
  const { importer, line } = setUp();
  const result = importer.inspect(SOURCE);
  const far = await line(0);
  const { id } = await far.request('inspect');
  far.fail(id, error);
  await expect(result).rejects.toThrow(error.message);
  await expect(result).rejects.toBeInstanceOf(error.constructor);
  expect(far.closed).toBe(true);
});

test('an abort frees the caller at once; the worker cleans up before it ends and before the next call starts', async () => {
  const { importer, lines, line } = setUp();
  const controller = new AbortController();
  const result = importer.run(SOURCE, { precision: 'int8', signal: controller.signal });
  const far = await line(0);
  const { id } = await far.request('run');
  controller.abort();
  await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  expect(await far.request('abort')).toEqual({ kind: 'abort', id });
  expect(far.closed).toBe(false);

  const next = importer.inspect(SOURCE);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lines).toHaveLength(1);
  far.fail(id, new DOMException('cancelled', 'AbortError'));
  const second = await line(1);
  expect(far.closed).toBe(true);
  const asked = await second.request('inspect');
  second.fail(asked.id, new EngineError('done'));
  await expect(next).rejects.toThrow('done');
});

test('a call aborted before it begins starts nothing', async () => {
  const { importer, lines } = setUp();
  await expect(importer.inspect(SOURCE, AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(lines).toEqual([]);
});

test('a crash of the worker fails its call, and closing fails open calls', async () => {
  const { importer, line } = setUp();
  const crashed = importer.inspect(SOURCE);
  void (await line(0)).crash('out of memory');
  await expect(crashed).rejects.toThrow(/out of memory.*try again/);

  const open = importer.inspect(SOURCE);
  const far = await line(1);
  await far.request('inspect');
  importer.close();
  await expect(open).rejects.toThrow('closed');
  expect(far.closed).toBe(true);
  await expect(importer.inspect(SOURCE)).rejects.toThrow('closed');
});

test('a paused run ends its worker at once, without asking it to clean up', async () => {
  const { importer, line } = setUp();
  const controller = new AbortController();
  const run = importer.run(SOURCE, { precision: 'int8', signal: controller.signal });
  const far = await line(0);
  await far.request('run');
  controller.abort(new ImportPaused());
  await expect(run).rejects.toBeInstanceOf(ImportPaused);
  await expect.poll(() => far.closed).toBe(true);
  expect(far.requests.map(nameOf)).toEqual(['run']);
});

const PLAN = { name: 'a', sourceBytes: 100 } as ImportPlan;

/** An inspected source with files on the disk. */
async function inspected({ importer, line }: ReturnType<typeof setUp>, source = SOURCE) {
  const plan = importer.inspect(source);
  const far = await line(0);
  const { id } = await far.request('inspect');
  far.reply({ kind: 'result', id, result: { plan: PLAN, kept: true } });
  expect(await plan).toEqual(PLAN);
  expect(far.closed).toBe(false);
  return far;
}

test('the worker whose inspection keeps files on the disk also runs the import', async () => {
  const all = setUp();
  const far = await inspected(all);
  const result = all.importer.run(SOURCE, { precision: 'int8' });
  const { id } = await far.request('run');
  far.reply({ kind: 'result', id, result: MODEL });
  expect(await result).toEqual(MODEL);
  expect(far.closed).toBe(true);
  expect(all.lines).toHaveLength(1);
});

test('an inspection that keeps nothing ends its worker, and a run gets a new one', async () => {
  const { importer, line } = setUp();
  const plan = importer.inspect(SOURCE);
  const far = await line(0);
  far.reply({
    kind: 'result',
    id: (await far.request('inspect')).id,
    result: { plan: PLAN, kept: false },
  });
  await plan;
  expect(far.closed).toBe(true);
  void importer.run(SOURCE, { precision: 'int8' }).catch(() => {});
  await (await line(1)).request('run');
  importer.close();
});

test.each([
  ['when told to', (importer: Importer) => importer.forget()],
  [
    'before another source is inspected',
    (importer: Importer) => void importer.inspect({ ...SOURCE }).catch(() => {}),
  ],
])('an inspection’s files are removed %s, and before the next call', async (_, next) => {
  const all = setUp();
  const far = await inspected(all);
  next(all.importer);
  const { id } = await far.request('forget');
  const after = all.importer.run(SOURCE, { precision: 'int8' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(all.lines).toHaveLength(1);
  far.reply({ kind: 'result', id, result: undefined });
  await expect.poll(() => all.lines.length).toBeGreaterThan(1);
  expect(far.closed).toBe(true);
  const stopped = expect(after).rejects.toThrow('closed');
  all.importer.close();
  await stopped;
});

test('a worker that crashes while it waits gets no further call', async () => {
  const all = setUp();
  const far = await inspected(all);
  await far.crash('out of memory');
  void all.importer.run(SOURCE, { precision: 'int8' }).catch(() => {});
  await (await all.line(1)).request('run');
  all.importer.close();
});

test('an inspection that is aborted as it ends keeps nothing', async () => {
  const { importer, line } = setUp();
  const controller = new AbortController();
  const plan = importer.inspect(SOURCE, controller.signal);
  const far = await line(0);
  const { id } = await far.request('inspect');
  controller.abort();
  await expect(plan).rejects.toMatchObject({ name: 'AbortError' });
  far.reply({ kind: 'result', id, result: { plan: PLAN, kept: true } });
  const forget = await far.request('forget');
  far.reply({ kind: 'result', id: forget.id, result: undefined });
  await expect.poll(() => far.closed).toBe(true);
});
