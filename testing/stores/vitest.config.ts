import { defineConfig } from 'vitest/config';

/** Tests over the real servers: `npm run test:stores`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['testing/stores/*.check.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
