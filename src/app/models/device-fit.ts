import type { ImportChoice } from '../../importer/types.ts';

/** Capacity of this device. Null where the browser does not say. */
export interface DeviceLimits {
  /** Memory, bytes, rounded by the browser. */
  readonly memoryBytes: number | null;
  /** Whether there may be more memory: browsers do not tell beyond a few GB. */
  readonly orMore: boolean;
  /** Whether the device has a WebGPU adapter. */
  readonly webgpu: boolean;
  /** Bytes this browser still grants the page. */
  readonly freeBytes: number | null;
}

/** A reason against a model on this device. */
export interface Concern {
  /** Whether the device can't hold the model; else it may not. */
  readonly certain: boolean;
  readonly kind: 'storage' | 'memory' | 'webgpu';
  /** Bytes. */
  readonly needed: number;
  readonly available: number;
}

/** Limit of a WASM heap, on any device. */
const WASM_HEAP_BYTES = 2 ** 32;
/** Largest memory that browsers tell, GiB: on phones and in older ones, and in newer ones. */
const LARGEST_TOLD = [8, 32];

/**
 * Lists the reasons against a model on this device, worst first.
 * @param doneFraction Part of the import that an earlier one has stored already, 0 to 1.
 */
export function concerns(
  choice: Pick<ImportChoice, 'restBytes' | 'importMemoryBytes' | 'runMemoryBytes'>,
  { memoryBytes, orMore, webgpu, freeBytes }: DeviceLimits,
  doneFraction = 0,
): readonly Concern[] {
  const found: Concern[] = [];
  const toStore = choice.restBytes * (1 - doneFraction);
  if (freeBytes !== null && toStore > freeBytes) {
    found.push({ certain: true, kind: 'storage', needed: toStore, available: freeBytes });
  }
  if (choice.runMemoryBytes > WASM_HEAP_BYTES) {
    const needed = choice.runMemoryBytes;
    found.push({ certain: !webgpu, kind: 'webgpu', needed, available: WASM_HEAP_BYTES });
  }
  const needed = Math.max(choice.importMemoryBytes, choice.runMemoryBytes);
  // The system and other programs need half of it.
  if (memoryBytes !== null && needed > memoryBytes / 2) {
    const certain = needed > memoryBytes && !orMore;
    found.push({ certain, kind: 'memory', needed, available: memoryBytes });
  }
  return found.sort((a, b) => Number(b.certain) - Number(a.certain));
}

export async function readDeviceLimits(): Promise<DeviceLimits> {
  const [adapter, storage] = await Promise.all([
    navigator.gpu?.requestAdapter().catch(() => null) ?? null,
    navigator.storage?.estimate().catch(() => null) ?? null,
  ]);
  const told = 'deviceMemory' in navigator ? Number(navigator.deviceMemory) : null;
  const { quota, usage } = storage ?? {};
  return {
    memoryBytes: told === null ? null : told * 2 ** 30,
    orMore: told !== null && LARGEST_TOLD.includes(told),
    webgpu: adapter !== null,
    freeBytes: quota === undefined || usage === undefined ? null : quota - usage,
  };
}
