import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useWorkspace } from '../../app/app.ts';
import type { NamedData } from '../../evaluation/formats/rows.ts';
import { type LabelSource, labelSources, matchColumns, workspaceTasks } from './from-workspace.ts';
import { type Candidate, candidateOf, isAsymmetric } from './instructions.ts';
import { setup } from './setup.ts';

/** What is chosen now, with what follows from it. */
export interface Chosen {
  /** All tasks of the data. */
  readonly offered: readonly NamedData[];
  /** Those that are ticked. */
  readonly tasks: readonly NamedData[];
  readonly sources: readonly LabelSource[];
  readonly source: LabelSource | null;
  readonly matches: readonly string[];
  readonly candidates: readonly Candidate[];
  /** Whether a ticked task has one instruction for all texts, and whether one has two. */
  readonly symmetric: boolean;
  readonly asymmetric: boolean;
}

export function useChosen(): Chosen {
  const workspace = useWorkspace((state) => state.workspace);
  const { from, labels, match, read, left, candidates } = useStore(setup);
  const { sources, matches } = useMemo(
    () => ({ sources: labelSources(workspace), matches: matchColumns(workspace) }),
    [workspace],
  );
  const source = sources.find(({ column }) => column === labels) ?? sources[0] ?? null;
  const matched = match !== null && matches.includes(match) ? match : null;
  const ofWorkspace = useMemo(
    () => workspaceTasks(workspace, source, matched),
    [workspace, source, matched],
  );
  const offered = from === 'workspace' ? ofWorkspace : read;
  const tasks = offered.filter(({ name }) => !left.includes(name));
  const ofLenses = useMemo(
    // A lens without instructions is a null row anyway.
    () =>
      workspace.lenses
        .map(candidateOf)
        .filter(
          ({ instruction, queryInstruction, documentInstruction }) =>
            `${instruction}${queryInstruction}${documentInstruction}` !== '',
        ),
    [workspace.lenses],
  );
  return {
    ...{ offered, tasks, sources, source, matches },
    candidates: candidates ?? ofLenses,
    symmetric: tasks.length === 0 || tasks.some(({ task }) => !isAsymmetric(task.kind)),
    asymmetric: tasks.some(({ task }) => isAsymmetric(task.kind)),
  };
}
