import { Panels, panelSources } from '../src/app/panels.ts';
import { PANELS } from '../src/features/registry.ts';

type Definition = (typeof PANELS)[number];

/** The data of each panel of the registry, by its name. */
type PanelsByName = {
  readonly [Each in Definition as Each['name']]: ReturnType<Each['create']>;
};

/** The page's panels over stores of a test. */
export function panelsHere(from: Parameters<typeof panelSources>[0]): PanelsByName {
  const panels = new Panels(panelSources(from));
  panels.open(PANELS);
  // What `entries` are made of, which forgets which name has which data.
  return Object.fromEntries(
    panels.all.map(({ definition, data }) => [definition.name, data]),
  ) as unknown as PanelsByName;
}
