import type { WorkspaceEntry } from '../../app/workspaces/types.ts';
import { formatBytes, plural } from '../../widgets/format.ts';

const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const DAY = 86_400;
/** Units of past time, each with its seconds and the age in seconds up to which it is used. */
const UNITS = [
  ['minute', 60, 3600],
  ['hour', 3600, DAY],
  ['day', DAY, 14 * DAY],
  ['week', 7 * DAY, 60 * DAY],
  ['month', 30 * DAY, 700 * DAY],
  ['year', 365 * DAY, Number.POSITIVE_INFINITY],
] as const;

/** A past time in words: "5 minutes ago". Both arguments in ms since 1970. */
export function ago(then: number, now: number): string {
  const seconds = Math.max(0, now - then) / 1000;
  if (seconds < 60) return 'just now';
  const unit = UNITS.find(([, , up]) => seconds < up);
  return unit === undefined ? '' : AGO.format(-Math.round(seconds / unit[1]), unit[0]);
}

/** Facts about a listed workspace, besides its name. */
export function factsOf(entry: WorkspaceEntry, now: number): string {
  if (entry.problem !== null) return entry.problem;
  const lenses = entry.lenses === 1 ? '1 lens' : `${entry.lenses} lenses`;
  const changed = `changed ${ago(entry.changedAt, now)}`;
  return [plural(entry.texts, 'text'), lenses, formatBytes(entry.size), changed].join(' · ');
}
