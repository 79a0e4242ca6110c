/** The worker that holds one session. It knows nothing of texts, models' origins or other runners. */
import { buildGraph } from '../model/build.ts';
import { loadOrt } from './ort-browser.ts';
import type { RunnerReply, RunnerRequest } from './protocol.ts';
import { GraphSession, warmUp } from './runner.ts';
import { toWire } from './wire-error.ts';

declare const self: DedicatedWorkerGlobalScope;

let session: GraphSession | null = null;
/** Settles, without an error, when `prepare` is through: sessions are made one after the other. */
let prepared: Promise<unknown> = Promise.resolve();

function reply(message: RunnerReply, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function start(request: Extract<RunnerRequest, { kind: 'start' }>): Promise<void> {
  const { device, threads, spec, tensors } = request;
  await prepared;
  const ort = await loadOrt(device, threads);
  session = await GraphSession.create(ort, spec, buildGraph(spec, tensors, device), device);
  if (device === 'webgpu') {
    // A run on a lost device can wait for ever; its loss is said by the device alone.
    const gpu = (await ort.env.webgpu.device) as GPUDevice;
    void gpu.lost.then(({ reason, message }) =>
      reply({ kind: 'lost', reason: `GPU device lost (${reason}): ${message}` }),
    );
  }
}

self.onmessage = async ({ data }: MessageEvent<RunnerRequest>) => {
  const { id } = data;
  try {
    if (data.kind === 'prepare') {
      const warm = loadOrt(data.device, data.threads).then((ort) => warmUp(ort, data.device));
      prepared = warm.catch(() => {});
      await warm;
      reply({ kind: 'done', id });
    } else if (data.kind === 'start') {
      await start(data);
      reply({ kind: 'done', id });
    } else {
      if (session === null) throw new Error('the runner was not started');
      const vectors = await session.run(data.batch);
      reply({ kind: 'vectors', id, vectors }, [vectors.buffer]);
    }
  } catch (error) {
    reply({ kind: 'error', id, error: toWire(error) });
  }
};
