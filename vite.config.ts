import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { className } from './scripts/build/class-names.ts';
import { fetchFrame } from './scripts/build/fetch-frame.ts';
import { interfaceChunk } from './scripts/build/interface-chunk.ts';
import { offline } from './scripts/build/offline.ts';
import { isolationHeaders, servedHeaders } from './scripts/build/served-headers.ts';
import {
  assetCaching,
  frameHeading,
  interfacePreload,
  pagePolicy,
} from './scripts/build/served-page.ts';
import { shellBudget } from './scripts/build/shell-budget.ts';
import { singleRuntime } from './scripts/build/single-runtime.ts';

const runtime = singleRuntime();

export default defineConfig({
  // Relative addresses: any static host serves the build, from any folder.
  base: './',
  // A missing file is a 404, not the page with status 200.
  appType: 'mpa',
  plugins: [
    react(),
    fetchFrame(),
    pagePolicy(),
    interfaceChunk(),
    interfacePreload(),
    assetCaching(),
    frameHeading(),
    runtime.plugin(),
    shellBudget(),
    offline(),
  ],
  css: { modules: { generateScopedName: className } },
  resolve: {
    // ONNX Runtime without its .wasm inlined by the bundler: the engine hands it the addresses.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    dedupe: ['onnxruntime-web', 'onnxruntime-common'],
  },
  worker: { format: 'es', plugins: () => [runtime.plugin()] },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  build: {
    target: 'es2023',
    // A data: URL would escape the cache and the policy's plain 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
  },
  server: { headers: { ...isolationHeaders } },
  preview: { headers: { ...servedHeaders } },
});
