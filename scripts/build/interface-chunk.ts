import { join } from 'node:path';
import type { Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '../..').replaceAll('\\', '/');
/** The page's entry, and the interface that it imports on demand. */
const ENTRY = `${ROOT}/src/main.ts`;
const INTERFACE = `${ROOT}/src/shell/mount.tsx`;

type Info = (id: string) => { readonly importedIds: readonly string[] } | null;

/**
 * Puts all that the interface starts with into its chunk. Left alone, the bundler puts each module that a part fetched
 * late uses too into a chunk of its own: two dozen small chunks, which the page needs all at once and which compress worse.
 */
export function interfaceChunk(): Plugin {
  let modules: ReadonlySet<string> | null = null;
  return {
    name: 'facet:interface-chunk',
    apply: 'build',
    buildStart() {
      modules = null;
    },
    config: () => ({
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              includeDependenciesRecursively: false,
              groups: [
                {
                  name: (id, context) => {
                    modules ??= interfaceModules((each) => context.getModuleInfo(each));
                    return modules.has(id) ? 'mount' : null;
                  },
                },
              ],
            },
          },
        },
      },
    }),
  };
}

/** What the interface imports statically and the entry does not. The harness and the bench have no interface. */
function interfaceModules(info: Info): ReadonlySet<string> {
  const entry = reached(ENTRY, info);
  return new Set([...reached(INTERFACE, info)].filter((id) => !entry.has(id)));
}

function reached(start: string, info: Info): Set<string> {
  const found = new Set([start]);
  // A set gives what is added while it is gone through.
  for (const id of found) for (const next of info(id)?.importedIds ?? []) found.add(next);
  return found;
}
