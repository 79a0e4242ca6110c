/** The engine in one Node process: the page's tokeniser, scheduler and graphs, without workers. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildGraph } from '../encoders/build.ts';
import { EngineCore } from '../engine/core.ts';
import { GraphSession, type OrtRuntime, type Runner } from '../engine/runner.ts';
import type { Model } from '../model-folder/format.ts';

export function startNodeEngine(model: Model, ort: OrtRuntime): Promise<EngineCore> {
  const spawn = async (): Promise<Runner> => {
    const graph = buildGraph(model.spec, model.tensors, 'wasm');
    await nextTurn();
    const session = await GraphSession.create(ort, model.spec, graph, 'wasm');
    await nextTurn();
    const run: Runner['run'] = async (batch) => {
      const vectors = await session.run(batch);
      // The kernels hold the thread; in between Ctrl+C is heard.
      await nextTurn();
      return vectors;
    };
    return { run, close: () => void session.release() };
  };
  return EngineCore.start(model, [{ device: 'wasm', detail: () => 'Node', runners: 1, spawn }], []);
}
