import { basename } from 'node:path';
import type { Plugin } from 'vite';

/** Entries of onnxruntime-web that may ship; the default and `/all` entries hold the old jsep build. */
const ALLOWED_ENTRIES = new Set(['ort.wasm.min.mjs', 'ort.webgpu.min.mjs']);
const ALLOWED_WASM = ['ort-wasm-simd-threaded.wasm', 'ort-wasm-simd-threaded.asyncify.wasm'];

/**
 * Fails the build if ONNX Runtime would ship twice: the same entry in two chunks, a second copy of the
 * package, or the same .wasm under two names. Workers are bundled apart from the page, so give `plugin()` to
 * the page and to `worker.plugins`: one check then sees all bundles.
 */
export function singleRuntime(): { readonly plugin: () => Plugin } {
  const chunksByModule = new Map<string, Set<string>>();
  const filesByRuntime = new Map<string, Set<string>>();

  const check = (): string[] => {
    const problems: string[] = [];
    const chunksByEntry = new Map<string, Set<string>>();
    for (const [module, chunks] of chunksByModule) {
      const entry = basename(module);
      if (!ALLOWED_ENTRIES.has(entry)) {
        problems.push(`${module} is bundled; import onnxruntime-web/wasm or /webgpu instead`);
      }
      const all = chunksByEntry.get(entry) ?? new Set();
      for (const chunk of chunks) all.add(chunk);
      chunksByEntry.set(entry, all);
    }
    for (const [entry, chunks] of chunksByEntry) {
      if (chunks.size > 1) problems.push(`${entry} is in ${[...chunks].join(' and ')}`);
    }
    for (const [runtime, files] of filesByRuntime) {
      if (!ALLOWED_WASM.includes(runtime)) problems.push(`${runtime} is shipped but never used`);
      if (files.size > 1) problems.push(`${runtime} is shipped as ${[...files].join(' and ')}`);
    }
    return problems;
  };

  return {
    plugin: () => ({
      name: 'facet:single-runtime',
      apply: 'build',
      generateBundle(_options, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type === 'chunk') {
            for (const module of output.moduleIds) {
              if (!/[\\/]onnxruntime-web[\\/]dist[\\/].*\.m?js$/.test(module)) continue;
              add(chunksByModule, module, output.fileName);
            }
          } else {
            for (const name of output.names) {
              if (/^ort-.*\.wasm$/.test(name)) add(filesByRuntime, name, output.fileName);
            }
          }
        }
      },
      closeBundle() {
        const problems = check();
        if (problems.length > 0) {
          this.error(`ONNX Runtime would be shipped more than once:\n  ${problems.join('\n  ')}`);
        }
      },
    }),
  };
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set<string>();
  set.add(value);
  sets.set(key, set);
}
