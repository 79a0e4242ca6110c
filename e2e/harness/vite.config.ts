import { mergeConfig } from 'vite';
import facet from '../../vite.config.ts';

/** The harness is built as the product is, so that the same bundle of the same engine is tested. */
export default mergeConfig(facet, {
  root: import.meta.dirname,
  publicDir: false,
  build: { outDir: '../../dist-e2e', emptyOutDir: true },
});
