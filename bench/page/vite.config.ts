import { defaultClientConditions, defineConfig } from 'vite';

/**
 * Pages of the benchmark: Facet's engine and transformers.js, each with its own runtime. The
 * product's check for a second ONNX Runtime therefore does not apply.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: '../../dist-bench',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      input: ['facet.html', 'transformers.html'].map((file) => `${import.meta.dirname}/${file}`),
    },
  },
});
