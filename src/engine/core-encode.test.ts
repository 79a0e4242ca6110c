/** What a call to `encode` gives, reports, and does on cancel. */
import { beforeAll, describe, expect, test } from 'vitest';
import { device, PAIRS, testModel, undisturbed } from '../../testing/engine-device.ts';
import type { Model } from '../model-folder/format.ts';
import { EngineCore } from './core.ts';
import { EngineError } from './errors.ts';
import type { EncodeProgress } from './types.ts';

let model: Model;
beforeAll(async () => {
  model = await testModel();
});

describe('encode', () => {
  test('repeated texts are computed once, and stand in every row', async () => {
    const cpu = device('wasm');
    const engine = await EngineCore.start(model, [cpu.plan], []);
    const repeated = [...PAIRS, ...PAIRS.toReversed(), ...PAIRS];
    const { vectors, dim, tokens } = await engine.encode(repeated);
    expect(cpu.batches.reduce((sum, batch) => sum + batch.size, 0)).toBe(PAIRS.length);
    const expected = await undisturbed(model);
    for (const [row, pair] of repeated.entries()) {
      const index = PAIRS.indexOf(pair);
      expect(vectors.slice(row * dim, (row + 1) * dim)).toEqual(
        expected.slice(index * dim, (index + 1) * dim),
      );
      expect(tokens[row]).toBe(tokens[index]);
    }
    engine.close();
  });

  test('the same characters split otherwise are another pair', async () => {
    const engine = await EngineCore.start(model, [device('wasm').plan], []);
    const { masked } = await engine.encode([
      ['the river rises', 'in'],
      ['the river', ' risesin'],
      ['', 'the river risesin'],
    ]);
    expect(new Set(masked).size).toBe(3);
    engine.close();
  });

  test('a text that cannot be tokenised is named and skipped, and the others are embedded', async () => {
    const tokenizerJson = structuredClone(model.tokenizerJson) as { added_tokens: object[] };
    tokenizerJson.added_tokens.push({ id: 99_999, content: '<beyond>', normalized: false });
    const engine = await EngineCore.start({ ...model, tokenizerJson }, [device('wasm').plan], []);
    const bad = ['', 'a text <beyond> the table'] as const;
    const { vectors, dim, tokens, refused } = await engine.encode([bad, ...PAIRS, bad, PAIRS[0]!]);
    engine.close();
    const expected = await undisturbed(model);
    expect(vectors.slice(dim, (PAIRS.length + 1) * dim)).toEqual(expected);
    expect(vectors.slice(-dim)).toEqual(expected.slice(0, dim));
    expect(refused[0]).toMatch(/token 99999/);
    expect(refused[PAIRS.length + 1]).toBe(refused[0]);
    expect(refused.filter((reason) => reason !== null)).toHaveLength(2);
    expect([tokens[0], ...vectors.slice(0, dim)]).toEqual(Array(dim + 1).fill(0));
  });

  test('no pairs give no vectors', async () => {
    const engine = await EngineCore.start(model, [device('wasm').plan], []);
    const seen: EncodeProgress[] = [];
    const { vectors, dim } = await engine.encode([], { onProgress: (p) => seen.push(p) });
    expect([vectors.length, dim]).toEqual([0, model.spec.dim]);
    expect(seen.at(-1)).toEqual({ done: 0, total: 0, tokensDone: 0, tokensTotal: 0 });
    engine.close();
  });

  test('progress only grows, and ends at the total', async () => {
    // Longer than the interval between reports, so that every batch is reported.
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 110));
    const engine = await EngineCore.start(model, [device('wasm', { run: slow }).plan], []);
    const seen: EncodeProgress[] = [];
    const repeated = [...PAIRS.slice(0, 5), ...PAIRS.slice(0, 5)];
    const { tokens } = await engine.encode(repeated, { onProgress: (p) => seen.push(p) });
    engine.close();
    expect(seen.length).toBeGreaterThan(3);
    const tokensTotal = tokens.subarray(0, 5).reduce((sum, n) => sum + n, 0);
    expect(seen[0]).toEqual({ done: 0, total: 10, tokensDone: 0, tokensTotal });
    expect(seen.at(-1)).toEqual({ done: 10, total: 10, tokensDone: tokensTotal, tokensTotal });
    for (const [i, { done, tokensDone }] of seen.entries()) {
      expect(done).toBeGreaterThanOrEqual(seen[i - 1]?.done ?? 0);
      expect(tokensDone).toBeGreaterThanOrEqual(seen[i - 1]?.tokensDone ?? 0);
    }
  });

  test('an interactive call overtakes a bulk call', async () => {
    const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
    const engine = await EngineCore.start(model, [device('wasm', { run: tick }).plan], []);
    const settled: string[] = [];
    const bulk = engine.encode(PAIRS, { priority: 'bulk' }).then(() => settled.push('bulk'));
    const quick = engine.encode([['', 'quick']]).then(() => settled.push('interactive'));
    await Promise.all([bulk, quick]);
    expect(settled).toEqual(['interactive', 'bulk']);
    engine.close();
  });

  test('an aborted call stops within a batch', async () => {
    const controller = new AbortController();
    const cpu = device('wasm', {
      run: (_, call) => void (call === 2 && controller.abort()),
    });
    const engine = await EngineCore.start(model, [cpu.plan], []);
    const call = engine.encode(PAIRS, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await engine.encode([['', 'the next call']]);
    expect(cpu.batches).toHaveLength(3);
    engine.close();
  });

  test('closing rejects what runs and what comes', async () => {
    const engine = await EngineCore.start(model, [device('wasm').plan], []);
    const call = engine.encode(PAIRS);
    await Promise.resolve();
    engine.close();
    await expect(call).rejects.toThrow(EngineError);
    await expect(engine.encode(PAIRS)).rejects.toThrow(/closed/);
  });
});
