import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumOptions } from '../scripts/lib/chromium.ts';
import type { Settings } from './fixtures.ts';

const DEVICE = /@device\b/;

/**
 * Three projects. Tests with the tag @device run in the browser as users have it, with a WebGPU adapter and without. That
 * adapter is software and far slower than the CPU. All others run where V8 compiles WebAssembly once and quickly: its
 * second, optimising compilation costs each page 3 s of CPU time, more than the tests' texts take.
 */
export default defineConfig<Settings>({
  testDir: import.meta.dirname,
  outputDir: join(import.meta.dirname, '../test-results'),
  // Each browser starts its own workers and threads; two browsers on two cores only wait for each
  // other.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    // Tests inject faults into what the server sends; offline.spec.ts alone wants what is stored.
    serviceWorkers: 'block',
    // A trace costs a fifth of a test's time: `--trace on` records one.
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 30_000,
  },
  projects: [
    {
      name: 'wasm',
      grepInvert: DEVICE,
      use: {
        hasWebGpu: false,
        launchOptions: chromiumOptions(false, ['--js-flags=--liftoff-only']),
      },
    },
    {
      name: 'device-wasm',
      grep: DEVICE,
      use: { hasWebGpu: false, launchOptions: chromiumOptions(false) },
    },
    {
      name: 'device-webgpu',
      grep: DEVICE,
      timeout: 900_000,
      expect: { timeout: 240_000 },
      use: { hasWebGpu: true, launchOptions: chromiumOptions(true) },
    },
  ],
});
