import { mergeConfig } from 'vite';
import facet from '../../vite.config.ts';

/** Builds the harness like the product, so that tests run the same bundle of the same engine. */
export default mergeConfig(facet, {
  root: import.meta.dirname,
  publicDir: false,
  build: { outDir: '../../dist-e2e', emptyOutDir: true },
});
