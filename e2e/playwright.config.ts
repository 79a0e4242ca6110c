import { defineConfig } from '@playwright/test';
import { chromiumOptions } from '../scripts/lib/chromium.ts';
import type { Settings } from './fixtures.ts';

/**
 * Two projects: the same browser with and without a WebGPU adapter. A spec runs in both unless its
 * name says otherwise (`*.webgpu.spec.ts`, `*.wasm.spec.ts`).
 */
export default defineConfig<Settings>({
  testDir: '.',
  outputDir: '../test-results',
  // Each browser starts workers and threads of its own; two at once on two cores only wait.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    actionTimeout: 30_000,
  },
  projects: [
    {
      name: 'wasm',
      testIgnore: /\.webgpu\.spec\.ts$/,
      use: { hasWebGpu: false, launchOptions: chromiumOptions(false) },
    },
    {
      name: 'webgpu',
      testIgnore: /\.wasm\.spec\.ts$/,
      use: { hasWebGpu: true, launchOptions: chromiumOptions(true) },
    },
  ],
});
