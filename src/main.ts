/**
 * The model begins to load before the interface is read, which happens in a task of its own: what the
 * model takes longest for, it does in workers.
 */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/controls.css';
import './ui/styles/layout.css';
import './ui/styles/sidebar.css';
import './ui/styles/lenses.css';
import './ui/styles/panels.css';
import './ui/styles/models.css';
import './ui/styles/compare.css';
import './ui/styles/palette.css';
import { lazyModule } from './loading/lazy-module.ts';
import { start } from './state/app.ts';
import { followTheme } from './ui/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

followTheme();
start();

const loadInterface = lazyModule('The page', () => import('./ui/mount.tsx'));

async function show(page: HTMLElement): Promise<void> {
  try {
    const { mount } = await loadInterface();
    page.replaceChildren();
    page.removeAttribute('role');
    page.className = '';
    mount(page);
  } catch (error) {
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'button';
    again.textContent = 'Try again';
    again.onclick = () => void show(page);
    page.className = 'failed-page';
    page.setAttribute('role', 'alert');
    page.replaceChildren(error instanceof Error ? error.message : String(error), again);
    // For whoever looks into the console.
    console.error(error);
  }
}

await show(root);
