import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'src/**/*.test.{ts,tsx}',
      'testing/**/*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    // Golden loops start real ONNX Runtime sessions.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Much of a test's time is one thread of one session: one worker would leave a core idle.
    maxWorkers: '100%',
  },
});
