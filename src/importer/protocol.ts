/**
 * Messages between the page and the import worker, straight or through the fetch frame (frame.ts). None
 * of them has room for a text of the user's: a frame that may reach other sites is told nothing it could send.
 */
import type { WireError } from '../engine/wire-error.ts';
import type { InstructionRole } from '../model/input.ts';
import type { Precision } from '../model/quantise.ts';
import type { StoredModel } from '../storage/model-store.ts';
import type { ImportPlan, ImportProgress, ImportSource } from './types.ts';

/** Page → import worker. `id` names the call that replies and aborts refer to. */
export type ImportRequest =
  | { readonly kind: 'inspect'; readonly id: number; readonly source: ImportSource }
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly source: ImportSource;
      readonly precision: Precision;
      readonly instruction?: InstructionRole | undefined;
    }
  | { readonly kind: 'abort'; readonly id: number }
  /** What was inspected is not imported: removes what was kept of it. */
  | { readonly kind: 'forget'; readonly id: number };

/** Import worker → page. An aborted call answers with its AbortError once it has cleaned up. */
export type ImportReply =
  | {
      readonly kind: 'plan';
      readonly id: number;
      readonly plan: ImportPlan;
      /** Files of the source lie on the disk: a run of the same worker reads them, another would fetch them again. */
      readonly kept: boolean;
    }
  | { readonly kind: 'forgotten'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: ImportProgress }
  | { readonly kind: 'stored'; readonly id: number; readonly model: StoredModel }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError };

/** Fetch frame → page, over the port that the page gave it. */
export type FrameReply =
  /** The frame has its port and its worker. */
  | { readonly kind: 'ready' }
  /** The import worker crashed or did not start. */
  | { readonly kind: 'crashed'; readonly reason: string };
