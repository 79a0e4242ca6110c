/** Choosing devices, growing the pool, and losing runners. */
import { beforeAll, describe, expect, test } from 'vitest';
import { device, fail, PAIRS, testModel, undisturbed } from '../../testing/engine-device.ts';
import type { Model } from '../model-folder/format.ts';
import { type CoreEvent, type DevicePlan, EngineCore } from './core.ts';
import { EngineError } from './errors.ts';
import type { Pair } from './types.ts';

let model: Model;
beforeAll(async () => {
  model = await testModel();
});

describe('choosing a device', () => {
  test('the first plan that passes the self-check runs', async () => {
    const [gpu, cpu] = [device('webgpu', { runners: 2 }), device('wasm')];
    const refusals = [{ device: 'webgpu', kind: 'missing', reason: 'an earlier one' }] as const;
    const engine = await EngineCore.start(model, [gpu.plan, cpu.plan], refusals);
    expect(engine.active).toEqual({
      device: 'webgpu',
      detail: 'test webgpu × 2',
      selfCheck: { cosine: expect.closeTo(1, 6), difference: expect.closeTo(0, 5) },
      refusals,
    });
    expect([gpu.spawned, cpu.spawned]).toEqual([1, 0]);
    engine.close();
    expect(gpu.closed).toBe(1);
  });

  test.each([
    ['wrong vectors', { check: (v: Float32Array) => void v.reverse() }, /canary 1 of 4 has cosine/],
    [
      'a wrong last one',
      { check: (v: Float32Array, n: number) => void (n === 4 && v.fill(1)) },
      /canary 4 of 4/,
    ],
    ['NaN', { check: (v: Float32Array) => void v.fill(Number.NaN, 0, 1) }, /cosine NaN/],
    ['zeros', { check: (v: Float32Array) => void v.fill(0) }, /cosine 0.00000/],
    ['an error', { check: fail('no kernel for MatMulNBits') }, /no kernel for MatMulNBits/],
  ])('a device that gives %s is refused, and the next runs', async (_, faults, reason) => {
    const [gpu, cpu] = [device('webgpu', faults), device('wasm')];
    const engine = await EngineCore.start(model, [gpu.plan, cpu.plan], []);
    expect(engine.active.device).toBe('wasm');
    expect(engine.active.refusals).toEqual([
      { device: 'webgpu', kind: 'failed', reason: expect.stringMatching(reason) },
    ]);
    expect(gpu.closed).toBe(1);
    await engine.encode(PAIRS.slice(0, 2));
    expect(gpu.batches).toHaveLength(0);
    engine.close();
  });

  test('the first runner is enough for a first small call; the others join after it', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const cpu = device('wasm', {
      runners: 3,
      check: (_, _call, spawn) => (spawn > 1 ? held : undefined),
    });
    const engine = await EngineCore.start(model, [cpu.plan], []);
    await engine.encode(PAIRS.slice(0, 3));
    await expect.poll(() => cpu.spawned, { timeout: 5000 }).toBe(3);
    await engine.encode(PAIRS);
    expect(cpu.used).toEqual(new Set([1]));
    release();
    await expect.poll(() => cpu.checked).toBe(3);
    await engine.encode(PAIRS);
    expect(cpu.used).toEqual(new Set([1, 2, 3]));
    engine.close();
    expect(cpu.closed).toBe(3);
  });

  test('a large first call does not wait for the others to be asked for', async () => {
    const cpu = device('wasm', { runners: 2 });
    const engine = await EngineCore.start(model, [cpu.plan], []);
    const pairs = Array.from({ length: 400 }, (_, i): Pair => ['', `text number ${i} of many`]);
    await engine.encode(pairs);
    expect(cpu.used).toEqual(new Set([1, 2]));
    engine.close();
  });

  test('a runner that gives wrong vectors does not join, and the device says so', async () => {
    const cpu = device('wasm', {
      runners: 3,
      check: (vectors, _, spawn) => void (spawn === 2 && vectors.fill(1)),
    });
    const events: CoreEvent[] = [];
    const engine = await EngineCore.start(model, [cpu.plan], [], (event) => events.push(event));
    await engine.encode(PAIRS.slice(0, 3));
    await expect.poll(() => events.length, { timeout: 5000 }).toBe(1);
    expect(events).toEqual([
      {
        kind: 'reduced',
        active: {
          device: 'wasm',
          detail: 'test wasm × 2',
          selfCheck: { cosine: expect.closeTo(1, 6), difference: expect.closeTo(0, 5) },
          refusals: [],
        },
        reason: expect.stringMatching(/self-check failed/),
      },
    ]);
    expect(engine.active.detail).toBe('test wasm × 2');
    expect(cpu.closed).toBe(1);
    const { vectors } = await engine.encode(PAIRS);
    expect(cpu.used).toEqual(new Set([1, 3]));
    expect(vectors).toEqual(await undisturbed(model));
    engine.close();
  });

  test('closing while runners join leaves none, and says nothing', async () => {
    const gpu = device('webgpu', { runners: 2 });
    const events: CoreEvent[] = [];
    const engine = await EngineCore.start(model, [gpu.plan], [], (event) => events.push(event));
    await engine.encode(PAIRS.slice(0, 3));
    await expect.poll(() => gpu.spawned, { timeout: 5000 }).toBe(2);
    engine.close();
    await expect.poll(() => gpu.closed).toBe(2);
    expect(events).toEqual([]);
  });

  test('a device whose runner does not start is refused with the reason', async () => {
    const spawn = () => Promise.reject(new EngineError('out of memory'));
    const plan: DevicePlan = { device: 'webgpu', detail: () => '', runners: 1, spawn };
    const engine = await EngineCore.start(model, [plan, device('wasm').plan], []);
    expect(engine.active.refusals).toEqual([
      { device: 'webgpu', kind: 'failed', reason: 'out of memory' },
    ]);
    engine.close();
  });

  test('when no device works, the error names each with its reason', async () => {
    const plans = [
      device('webgpu', { check: fail('shader did not compile') }).plan,
      device('wasm', { check: (v) => void v.fill(0) }).plan,
    ];
    const start = EngineCore.start(model, plans, []);
    await expect(start).rejects.toThrow(EngineError);
    await expect(start).rejects.toThrow(
      /webgpu: shader did not compile; wasm: self-check failed: canary 1 of 4/,
    );
  });
});

describe('losing runners', () => {
  test('a runner lost mid-job is replaced, and the result is complete', async () => {
    const cpu = device('wasm', {
      run: (_, call, spawn) => {
        if (spawn === 1 && call === 3) throw new Error('device lost');
      },
    });
    const events: CoreEvent[] = [];
    const engine = await EngineCore.start(model, [cpu.plan], [], (event) => events.push(event));
    const { vectors } = await engine.encode(PAIRS);
    expect(vectors).toEqual(await undisturbed(model));
    await expect.poll(() => events.length).toBe(2);
    expect(events).toEqual([
      { kind: 'recovering', device: 'wasm', reason: 'device lost' },
      { kind: 'recovered', active: engine.active },
    ]);
    expect([cpu.spawned, cpu.closed]).toEqual([2, 1]);
    engine.close();
  });

  test('a lost device that does not come back gives way to the next', async () => {
    const gpu = device('webgpu', {
      check: (_, _call, spawn) => void (spawn > 1 && fail('no adapter')(_, 0, 0)),
      run: (_, call) => void (call === 2 && fail('device lost')(_, 0, 0)),
    });
    // Small enough that WebGPU's larger batches are still several.
    const pairs = Array.from({ length: 150 }, (_, i): Pair => ['', `text ${i}`]);
    const events: CoreEvent[] = [];
    const engine = await EngineCore.start(model, [gpu.plan, device('wasm').plan], [], (event) =>
      events.push(event),
    );
    const { vectors, dim } = await engine.encode(pairs);
    expect(events.map(({ kind }) => kind)).toEqual(['recovering', 'recovered']);
    expect(engine.active.device).toBe('wasm');
    expect(engine.active.refusals).toEqual([
      { device: 'webgpu', kind: 'failed', reason: 'no adapter' },
    ]);
    engine.close();
    const alone = await EngineCore.start(model, [device('wasm').plan], []);
    const expected = await alone.encode(pairs);
    alone.close();
    expect(vectors).toHaveLength(pairs.length * dim);
    for (const [i, value] of vectors.entries()) expect(value).toBeCloseTo(expected.vectors[i]!, 5);
  });

  test('a device that passes the check and fails every batch gives way before the call fails', async () => {
    const gpu = device('webgpu', { run: fail('out of memory') });
    const cpu = device('wasm');
    const engine = await EngineCore.start(model, [gpu.plan, cpu.plan], []);
    const { vectors } = await engine.encode(PAIRS);
    expect(engine.active.device).toBe('wasm');
    expect(gpu.spawned).toBe(3);
    expect(vectors).toEqual(await undisturbed(model));
    engine.close();
  });

  test('with no device left, calls fail now and later', async () => {
    const cpu = device('wasm', {
      check: (_, _call, spawn) => void (spawn > 1 && fail('no memory')(_, 0, 0)),
      run: fail('device lost'),
    });
    const events: CoreEvent[] = [];
    const engine = await EngineCore.start(model, [cpu.plan], [], (event) => events.push(event));
    await expect(engine.encode(PAIRS)).rejects.toThrow(/wasm: no memory/);
    await expect(engine.encode(PAIRS)).rejects.toThrow(EngineError);
    expect(() => engine.active).toThrow(EngineError);
    expect(events.map(({ kind }) => kind)).toEqual(['recovering', 'failed']);
  });
});
