import type { ReactNode } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Analysis } from '../analysis/types.ts';
import type { Engine } from '../engine/types.ts';
import type { Column } from '../exports/types.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Search } from '../search/types.ts';
import type { PlotTheme } from '../widgets/plot/theme.ts';
import type { Picture } from '../widgets/svg.ts';
import type { TsvRows } from '../widgets/tsv.ts';
import type { InstructionField } from '../workspace/lens.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Command, CommandContext } from './commands/commands.ts';
import type { BeginJob, DerivedState } from './embeddings/derived.ts';
import type { Embeddings } from './embeddings/embeddings.ts';
import { createGather, type Gather } from './embeddings/gather.ts';
import { type ShownLenses, shownLensesOf } from './lenses/shown-lenses.ts';
import type { EngineState } from './models/engine.ts';
import type { View } from './view.ts';
import type { WorkspaceState } from './workspace.ts';

/** The data that every panel computes from. */
export interface Sources {
  readonly engine: Pick<Engine, 'read'>;
  /** Returns the fingerprint of the model that runs; null without one. */
  readonly model: () => string | null;
  readonly analysis: Analysis;
  readonly search: Search;
  readonly workspace: () => Workspace;
  readonly view: () => View;
  readonly shown: () => ShownLenses;
  readonly gather: Gather;
  readonly jobs: Jobs;
  /** Begins the job of the panel's computation. */
  readonly begin: BeginJob;
}

/** A result that follows its inputs, as seen by its reader: see `Derived`. */
export interface Computed<Result = unknown> {
  readonly store: Pick<
    StoreApi<DerivedState<Result>>,
    'getState' | 'getInitialState' | 'subscribe'
  >;
  update(): void;
  retry(): void;
}

type ResultOf<Data> = Data extends Computed<infer Result> ? Result : never;

/** Words in which a picture or a table names its lens. */
export interface LensWords {
  /** Returns a lens's name, by its id. */
  readonly nameOf: (lens: string) => string;
  /** Returns the instruction: "Topic: Represent the message for …". */
  readonly noteOf: (lens: string, field?: InstructionField) => string;
}

/**
 * Gives the page a turn. Long work awaits it between its steps, with the fraction done; it throws once the work is
 * cancelled.
 */
export type Turn = (fraction: number) => Promise<void>;

/** Saves a panel's whole result, not only the part drawn at once. */
export interface PanelSave<Result> {
  table(result: Result, words: LensWords, turn: Turn): TsvRows | Promise<TsvRows>;
  picture?(
    result: Result,
    words: LensWords,
    theme: PlotTheme,
    turn: Turn,
  ): Picture | Promise<Picture>;
  /** Gives the same for other programs. */
  records?(result: Result): Records;
}

/** Results of a panel, by the ids of lenses and texts. */
export interface Records {
  /** Columns of one length; `lens` is among them. */
  readonly columns: readonly Column[];
  /** Method that found them: seeds, parameters. */
  readonly how: Readonly<Record<string, unknown>>;
}

/**
 * A panel: all that the page needs to show it, lead to it, save it and keep its result up to date.
 * `features/registry.ts` lists each.
 */
export interface PanelDefinition<Name extends string = string, Data extends Computed = Computed> {
  /** Name in addresses of elements and in file names; unique. */
  readonly name: Name;
  readonly title: string;
  /** Place: a frame in the grid, or a row above it that is there while `isShown`. */
  readonly place: 'grid' | 'row';
  /** Whether the panel takes all of the grid's width. */
  readonly isWide?: boolean;
  /** Its place where there are many texts: large, or beside that one; below them without a place. */
  readonly bench?: 'main' | 'beside';
  readonly isShown?: (shown: ShownLenses) => boolean;
  /** Whether it is folded until a person opens it, with this number of texts. */
  readonly startsFolded?: (texts: number) => boolean;
  /** Parts of the view that the result depends on, besides the lenses that are shown. */
  readonly follows?: readonly (keyof View)[];
  /** Panels whose results this one is computed from. */
  readonly needs?: readonly PanelDefinition[];
  /** @param of Returns the data of a panel in `needs`. */
  create(sources: Sources, of: DataOf): Data;
  render(data: Data): ReactNode;
  readonly save?: {
    /** Whether it saves pictures too. */
    readonly pictures: boolean;
    /** Fetches the code when the menu is opened. */
    readonly load: () => Promise<PanelSave<ResultOf<Data>>>;
  };
  /** Commands of the panel, besides going to it, opening it large and saving it. */
  readonly commands?: (context: CommandContext) => readonly Command[];
}

/** Returns the data of a panel; the same each time. */
export type DataOf = <Data extends Computed>(definition: PanelDefinition<string, Data>) => Data;

/** Returns the definition unchanged, with its name and data typed. */
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

/** Makes the panels' sources from the stores of the page. */
export function panelSources(from: {
  readonly engine: Pick<Engine, 'read'>;
  readonly analysis: Analysis;
  readonly search: Search;
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
    search: from.search,
    workspace: () => from.workspace.getState().workspace,
    view: () => from.view.getState(),
    shown: () => shownLensesOf(from.workspace.getState().workspace, from.view.getState()),
    gather: createGather(from.embeddings, from.model),
    jobs: from.jobs,
  };
}

/** The panels of the page and their results. Each follows its own part of the workspace under the shown lenses. */
export class Panels {
  readonly #sources: Omit<Sources, 'begin'>;
  readonly #data = new Map<PanelDefinition, Computed>();
  #all: readonly Panel[] = [];

  constructor(sources: Omit<Sources, 'begin'>) {
    this.#sources = sources;
  }

  /** Panels in the order of the registry; none until it has come. */
  get all(): readonly Panel[] {
    return this.#all;
  }

  /** Takes the registry. A panel's `needs` are made before it, whatever their order. */
  open(definitions: readonly PanelDefinition[]): void {
    this.#all = definitions.map((definition) => ({ definition, data: this.of(definition) }));
  }

  readonly of: DataOf = <Data extends Computed>(definition: PanelDefinition<string, Data>) => {
    const known = this.#data.get(definition);
    // The map holds the result of each definition's own `create`.
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

  /** Returns the panel that shows a part of the view. */
  showing(part: keyof View): Panel | undefined {
    return this.#all.find(({ definition }) => definition.follows?.includes(part));
  }

  update(): void {
    for (const { data } of this.#all) data.update();
  }

  /** Updates the panels that follow a changed part of the view. */
  follow(next: View, before: View): void {
    for (const { definition, data } of this.#all) {
      if (definition.follows?.some((part) => next[part] !== before[part])) data.update();
    }
  }

  /** Computes a panel again after an error, its `needs` first. */
  retry(definition: PanelDefinition): void {
    for (const needed of definition.needs ?? []) this.retry(needed);
    this.of(definition).retry();
  }
}
