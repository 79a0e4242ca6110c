import { EvaluationError } from '../errors.ts';

/** What a person lists for a search: the parts of INSTRUCTOR's template, and ways to write it. */
export interface SearchSpace {
  readonly domains: readonly string[];
  readonly types: readonly string[];
  readonly objectives: readonly string[];
  /** Sentences with {domain}, {type} and {objective}. */
  readonly wordings: readonly string[];
  /** What each candidate ends with. */
  readonly endings: readonly string[];
}

/** INSTRUCTOR's unified template (Su et al. 2022, section 2.3), and its ending. */
export const WORDINGS = ['Represent the {domain} {type} for {objective}'];
export const ENDINGS = [': '];

/**
 * Makes all instructions of a search space, each once. An empty domain or objective falls out with the space before it or
 * its "for". @throws EvaluationError if there is none.
 */
export function candidates({
  domains,
  types,
  objectives,
  wordings,
  endings,
}: SearchSpace): string[] {
  const or = (list: readonly string[]) => (list.length === 0 ? [''] : list);
  const all = or(domains).flatMap((domain) =>
    types.flatMap((type) =>
      or(objectives).flatMap((objective) =>
        wordings.flatMap((wording) =>
          endings.map((ending) => `${filled(wording, { domain, type, objective })}${ending}`),
        ),
      ),
    ),
  );
  if (all.length > 0) return [...new Set(all)];
  throw new EvaluationError(
    'The search has no candidate; list at least one type, wording and ending.',
  );
}

function filled(wording: string, parts: Readonly<Record<string, string>>): string {
  const given = parts.objective === '' ? wording.replace(/\s+for\s+\{objective\}/, '') : wording;
  // A function, because a replacement's text would give "$&" a meaning.
  const whole = given.replace(
    /\{(domain|type|objective)\}/g,
    (_, name: string) => parts[name] ?? '',
  );
  return whole.replace(/\s+/g, ' ').trim();
}
