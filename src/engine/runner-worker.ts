/** The worker that holds one session. It knows nothing of texts, models' origins or other runners. */
import { buildGraph } from '../encoders/build.ts';
import { serve } from '../workers/serve.ts';
import { transfer } from '../workers/transfer.ts';
import { loadOrt } from './ort-browser.ts';
import type { RunnerApi, RunnerLost } from './protocol.ts';
import { GraphSession, warmUp } from './runner.ts';

declare const self: DedicatedWorkerGlobalScope;

let session: GraphSession | null = null;
/** Settles, without an error, when `prepare` has ended: sessions are made one after the other. */
let prepared: Promise<unknown> = Promise.resolve();

const lose = serve<RunnerApi, RunnerLost>(self, {
  async prepare({ device, threads }) {
    const warm = loadOrt(device, threads).then((ort) => warmUp(ort, device));
    prepared = warm.catch(() => {});
    await warm;
  },

  async start({ device, threads, spec, tensors }) {
    await prepared;
    const ort = await loadOrt(device, threads);
    session = await GraphSession.create(ort, spec, buildGraph(spec, tensors, device), device);
    if (device === 'webgpu') {
      // A run on a lost device can wait for ever; only the device reports its loss.
      const gpu = (await ort.env.webgpu.device) as GPUDevice;
      void gpu.lost.then(({ reason, message }) =>
        lose({ reason: `GPU device lost (${reason}): ${message}` }),
      );
    }
  },

  async run(batch) {
    if (session === null) throw new Error('the runner was not started');
    const vectors = await session.run(batch);
    return transfer(vectors, [vectors.buffer]);
  },
});
