/** What a person chose: data, instructions, search. It stays while the dialog is closed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NamedData } from '../../evaluation/formats/rows.ts';
import { ENDINGS, type SearchSpace, WORDINGS } from '../../evaluation/search/candidates.ts';
import type { GivenTable } from './from-table.ts';
import type { Candidate } from './instructions.ts';

/** A search as it is typed: a value a line. */
export interface SearchForm {
  readonly on: boolean;
  readonly domains: string;
  readonly types: string;
  readonly objectives: string;
  readonly wordings: string;
  /** Of `OFFERED_ENDINGS`. */
  readonly endings: readonly string[];
  /** Instruction of the documents, where queries and documents have their own; empty takes the candidate. */
  readonly document: string;
}

/** Endings that a search may try, as people write them. */
export const OFFERED_ENDINGS = [': ', ':', '; ', ' ', ''] as const;

export interface Setup {
  readonly from: 'workspace' | 'files';
  /** Column of the labels; null for those of the texts; undefined for the first that there is. */
  readonly labels: string | null | undefined;
  /** Column that matches queries and documents; null for no retrieval. */
  readonly match: string | null;
  /** Data read from files. */
  readonly read: readonly NamedData[];
  /** The table that `read` was made of. */
  readonly table: GivenTable | null;
  readonly reading: boolean;
  readonly problem: string | null;
  /** Names of tasks that are left out. */
  readonly left: readonly string[];
  /** Null until someone changed them: then they are those of the lenses. */
  readonly candidates: readonly Candidate[] | null;
  readonly search: SearchForm;
}

export const setup: StoreApi<Setup> = createStore<Setup>()(() => ({
  from: 'workspace',
  labels: undefined,
  match: null,
  read: [],
  table: null,
  reading: false,
  problem: null,
  left: [],
  candidates: null,
  search: {
    on: false,
    domains: '',
    types: 'sentence',
    objectives: '',
    wordings: WORDINGS.join('\n'),
    endings: ENDINGS,
    document: '',
  },
}));

/** The search's space: values a line, spaces around them left out. */
export function spaceOf(form: SearchForm): SearchSpace {
  const lines = (text: string) => [
    ...new Set(text.split('\n').flatMap((line) => line.trim() || [])),
  ];
  const { endings } = form;
  return {
    domains: lines(form.domains),
    types: lines(form.types),
    objectives: lines(form.objectives),
    wordings: lines(form.wordings),
    endings,
  };
}

/** Number of instructions that a search tries at most. */
export const MOST_CANDIDATES = 512;

/** Returns how many candidates a search has, counted without making them. */
export function countOf({ domains, types, objectives, wordings, endings }: SearchSpace): number {
  const or = (list: readonly string[]) => Math.max(1, list.length);
  return or(domains) * types.length * or(objectives) * wordings.length * endings.length;
}
