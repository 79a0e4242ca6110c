import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Analysis } from '../analysis/types.ts';
import type { Engine } from '../engine/types.ts';
import type { Column } from '../exports/types.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { PlotTheme } from '../widgets/plot/theme.ts';
import type { Picture } from '../widgets/svg.ts';
import type { TsvRows } from '../widgets/tsv.ts';
import type { InstructionField } from '../workspace/lens.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Command, CommandContext } from './commands.ts';
import type { BeginJob, DerivedState } from './derived.ts';
import type { Embeddings } from './embeddings.ts';
import type { EngineState } from './engine.ts';
import { createGather, type Gather } from './gather.ts';
import { type ShownLenses, shownLensesOf } from './shown-lenses.ts';
import type { View } from './view.ts';
import type { WorkspaceState } from './workspace.ts';

/** What every panel computes from. */
export interface Sources {
  readonly engine: Pick<Engine, 'read'>;
  /** Fingerprint of the model that runs; null where none does. */
  readonly model: () => string | null;
  readonly analysis: Analysis;
  readonly workspace: () => Workspace;
  readonly view: () => View;
  readonly shown: () => ShownLenses;
  readonly gather: Gather;
  readonly jobs: Jobs;
  /** Begins the job of the panel's computation. */
  readonly begin: BeginJob;
}

/** A result that follows its inputs, as whoever shows it sees it: see `Derived`. */
export interface Computed<Result = unknown> {
  readonly store: Pick<
    StoreApi<DerivedState<Result>>,
    'getState' | 'getInitialState' | 'subscribe'
  >;
  update(): void;
  retry(): void;
}

type ResultOf<Data> = Data extends Computed<infer Result> ? Result : never;

/** How a picture or a table says which lens it is of. */
export interface LensWords {
  /** What a lens is called, by its id. */
  readonly nameOf: (lens: string) => string;
  /** "Topic: Represent the message for …" */
  readonly noteOf: (lens: string, field?: InstructionField) => string;
}

/**
 * Awaited between the steps of work that may be long, with the part of it that is done: the page answers meanwhile.
 * It throws once the work was cancelled.
 */
export type Turn = (fraction: number) => Promise<void>;

/** How a panel's result leaves the page: all of it, not only what is drawn at once. */
export interface PanelSave<Result> {
  table(result: Result, words: LensWords, turn: Turn): TsvRows | Promise<TsvRows>;
  picture?(
    result: Result,
    words: LensWords,
    theme: PlotTheme,
    turn: Turn,
  ): Picture | Promise<Picture>;
  /** The same for other programs. */
  records?(result: Result): Records;
}

/** What a panel found, by the ids of lenses and texts. */
export interface Records {
  /** Of the same length; `lens` among them. */
  readonly columns: readonly Column[];
  /** How it was found: seeds, parameters. */
  readonly how: Readonly<Record<string, unknown>>;
}

/**
 * A panel: all that the page needs to show it, lead to it, save it and keep its result up to date. One stands in
 * `features/registry.ts` for each.
 */
export interface PanelDefinition<Name extends string = string, Data extends Computed = Computed> {
  /** In addresses of elements and names of files; unique. */
  readonly name: Name;
  readonly title: string;
  /** A frame in the grid, or a row above it that stands where `isShown`. */
  readonly place: 'grid' | 'row';
  /** Whether it takes all of the grid's width. */
  readonly isWide?: boolean;
  readonly isShown?: (shown: ShownLenses) => boolean;
  /** Parts of the view that the result depends on, besides the lenses that are shown. */
  readonly follows?: readonly (keyof View)[];
  /** Panels whose results this one is computed from. */
  readonly needs?: readonly PanelDefinition[];
  /** @param of The data of a panel in `needs`. */
  create(sources: Sources, of: DataOf): Data;
  render(data: Data): ReactNode;
  readonly save?: {
    /** Whether it gives pictures too. */
    readonly pictures: boolean;
    /** Fetched when its menu is opened. */
    readonly load: () => Promise<PanelSave<ResultOf<Data>>>;
  };
  /** What can be done with it by name, besides going there, opening it large and saving it. */
  readonly commands?: (context: CommandContext) => readonly Command[];
}

/** The data of a panel; the same each time. */
export type DataOf = <Data extends Computed>(definition: PanelDefinition<string, Data>) => Data;

/** A definition as it is, its name and its data typed. */
export function definePanel<const Name extends string, Data extends Computed>(
  definition: PanelDefinition<Name, Data>,
): PanelDefinition<Name, Data> {
  return definition;
}

/** A panel with its data. */
export interface Panel<Data extends Computed = Computed> {
  readonly definition: PanelDefinition<string, Data>;
  readonly data: Data;
}

/** What panels compute from, of the stores of the page. */
export function panelSources(from: {
  readonly engine: Pick<Engine, 'read'>;
  readonly analysis: Analysis;
  readonly embeddings: Embeddings;
  readonly model: StoreApi<EngineState>;
  readonly workspace: StoreApi<WorkspaceState>;
  readonly view: StoreApi<View>;
  readonly jobs: Jobs;
}): Omit<Sources, 'begin'> {
  return {
    engine: from.engine,
    model: () => {
      const { status, info } = from.model.getState();
      return status === 'ready' || status === 'recovering' ? (info?.fingerprint ?? null) : null;
    },
    analysis: from.analysis,
    workspace: () => from.workspace.getState().workspace,
    view: () => from.view.getState(),
    shown: () => shownLensesOf(from.workspace.getState().workspace, from.view.getState()),
    gather: createGather(from.embeddings, from.model),
    jobs: from.jobs,
  };
}

/** The panels of the page and their results, each following its own part of the workspace under the lenses shown. */
export class Panels {
  readonly #sources: Omit<Sources, 'begin'>;
  readonly #data = new Map<PanelDefinition, Computed>();
  #all: readonly Panel[] = [];

  constructor(sources: Omit<Sources, 'begin'>) {
    this.#sources = sources;
  }

  /** In the order of the registry; none before it is there. */
  get all(): readonly Panel[] {
    return this.#all;
  }

  /** Takes the registry. What a panel needs is made before it, whatever their order. */
  open(definitions: readonly PanelDefinition[]): void {
    this.#all = definitions.map((definition) => ({ definition, data: this.of(definition) }));
  }

  readonly of: DataOf = <Data extends Computed>(definition: PanelDefinition<string, Data>) => {
    const known = this.#data.get(definition);
    // The map holds for each definition what its own `create` gave.
    if (known !== undefined) return known as Data;
    const { name, title } = definition;
    const begin: BeginJob = (cancel) =>
      this.#sources.jobs.begin(`panel:${name}`, {
        title: `Computing the ${title.toLowerCase()}`,
        cancel,
      });
    const data = definition.create({ ...this.#sources, begin }, this.of);
    this.#data.set(definition, data);
    for (const needed of definition.needs ?? []) {
      this.of(needed).store.subscribe(() => data.update());
    }
    return data;
  };

  /** The panel that shows a part of the view. */
  showing(part: keyof View): Panel | undefined {
    return this.#all.find(({ definition }) => definition.follows?.includes(part));
  }

  update(): void {
    for (const { data } of this.#all) data.update();
  }

  /** Updates those that follow a part of the view that changed. */
  follow(next: View, before: View): void {
    for (const { definition, data } of this.#all) {
      if (definition.follows?.some((part) => next[part] !== before[part])) data.update();
    }
  }

  /** Computes a panel again after an error, and first what it needs. */
  retry(definition: PanelDefinition): void {
    for (const needed of definition.needs ?? []) this.retry(needed);
    this.of(definition).retry();
  }
}
