import { useEffect, useMemo, useState } from 'react';
import { app, useModel, useWorkspace } from '../../app/app.ts';
import { isAbort, messageOf } from '../../lib/errors.ts';
import type { InstructionField } from '../../workspace/lens.ts';
import { chunkRanges, putIn } from './chunk-range.ts';
import { type Cut, cutTexts } from './cut-texts.ts';

/** Typing rests this long before texts are counted. */
const REST_MS = 400;

/** How chunks are cut; null is what the model's limit gives. */
interface ChunkSettings {
  readonly size: number | null;
  readonly overlap: number | null;
}

export interface Chunking {
  /** Whether long texts become chunks; otherwise the model cuts them at its limit. */
  readonly on: boolean;
  readonly settings: ChunkSettings;
  /** Tokens that the model reads; null while none runs. */
  readonly limit: number | null;
  /** What the settings give of these texts; null until it is known. */
  readonly cut: Cut | null;
  /** The last `cut`, perhaps of other texts or settings: it stays visible during the next count. */
  readonly last: Cut | null;
  /** Fraction counted, and seconds left once they can be told; null where nothing is being counted. */
  readonly progress: { readonly fraction: number; readonly secondsLeft: number | null } | null;
  readonly error: string | null;
  turn(on: boolean): void;
  set(settings: Partial<ChunkSettings>): void;
  /** Stops counting; `resume` begins it again. */
  stop(): void;
  resume(): void;
  /** Forgets what was chosen. */
  reset(): void;
}

interface Found {
  readonly key: object;
  readonly cut?: Cut;
  readonly progress?: Chunking['progress'];
  readonly error?: string;
}

const DEFAULT: ChunkSettings = { size: null, overlap: null };

/** Counts which texts are longer than the model reads, and cuts them in the engine's worker while the dialog is open. */
export function useChunking(texts: Cut['texts'], field: InstructionField, open: boolean): Chunking {
  const model = useModel(({ status, info }) =>
    status === 'ready' || status === 'recovering' ? info : null,
  );
  const lenses = useWorkspace((state) => state.workspace.lenses);
  const instructions = useMemo(
    () => JSON.stringify([...new Set(lenses.map((lens) => lens[field]))]),
    [lenses, field],
  );
  const [on, turn] = useState(false);
  const [settings, setSettings] = useState(DEFAULT);
  const [stopped, setStopped] = useState<object | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [last, setLast] = useState<Cut | null>(null);
  const fingerprint = model?.fingerprint ?? null;
  // Numbers beyond the bounds count as the bounds: that a field then shows these changes nothing.
  const most = last?.most ?? Number.MAX_SAFE_INTEGER;
  const ranges = chunkRanges(settings.size, most);
  const size = putIn(settings.size, ranges.size);
  const overlap = putIn(settings.overlap, ranges.overlap);
  // What is counted: another object for anything else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model counts other tokens
  const key = useMemo(
    () => ({ texts, instructions, size, overlap }),
    [texts, instructions, size, overlap, fingerprint],
  );
  const isWanted = open && fingerprint !== null && texts.length > 0 && stopped !== key;
  const isDone = found?.key === key && (found.cut !== undefined || found.error !== undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is counted, it is not counted again
  useEffect(() => {
    if (!isWanted || isDone) return;
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(async () => {
      const begun = performance.now();
      const onProgress = (fraction: number) => {
        if (signal.aborted) return;
        const seconds = (performance.now() - begun) / 1000;
        const secondsLeft = seconds > 1 ? (seconds / fraction) * (1 - fraction) : null;
        setFound({ key, progress: { fraction, secondsLeft } });
      };
      try {
        const { instructions: all, size, overlap } = key;
        const how = { size, overlap, instructions: JSON.parse(all) as string[] };
        setFound({ key, progress: { fraction: 0, secondsLeft: null } });
        const cut = await cutTexts(key.texts, how, app().split, { signal, onProgress });
        if (signal.aborted) return;
        setFound({ key, cut });
        setLast(cut);
      } catch (error) {
        if (!signal.aborted && !isAbort(error)) setFound({ key, error: messageOf(error) });
      }
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, isWanted]);
  const own = found?.key === key ? found : null;
  return {
    on: on && fingerprint !== null,
    settings,
    limit: model?.maxSeqLength ?? null,
    cut: own?.cut ?? null,
    last: texts.length === 0 ? null : last,
    progress: isWanted && !isDone ? (own?.progress ?? { fraction: 0, secondsLeft: null }) : null,
    error: own?.error ?? null,
    turn,
    set: (next) => setSettings((before) => ({ ...before, ...next })),
    stop: () => setStopped(key),
    resume: () => setStopped(null),
    reset() {
      turn(false);
      setSettings(DEFAULT);
      setLast(null);
    },
  };
}
