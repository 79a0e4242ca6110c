/** For `npx playwright test e2e/panels/map.spec.ts` from the root. */
export { default } from './e2e/playwright.config.ts';
