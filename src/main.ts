/**
 * The model begins to load before the interface is read, which happens in a task of its own: what the
 * model takes longest for, it does in workers.
 */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/controls.css';
import './ui/styles/tables.css';
import './ui/styles/layout.css';
import './ui/styles/sidebar.css';
import './ui/styles/lenses.css';
import './ui/styles/panels.css';
import './ui/styles/models.css';
import './ui/styles/compare.css';
import './ui/styles/palette.css';
import './ui/styles/workspaces.css';
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
    mount(page);
  } catch (error) {
    // Without the interface there is no React: its chunk is what did not come.
    const failed = document.createElement('main');
    failed.className = 'failed-page';
    failed.setAttribute('role', 'alert');
    const actions = document.createElement('div');
    actions.className = 'failure-actions';
    actions.append(
      button('Try again', () => void show(page)),
      button('Reload the page', () => location.reload()),
    );
    const words = document.createElement('p');
    words.textContent = error instanceof Error ? error.message : String(error);
    failed.append(words, actions);
    page.replaceChildren(failed);
    // For whoever looks into the console.
    console.error(error);
  }
}

function button(name: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'button';
  element.textContent = name;
  element.onclick = onClick;
  return element;
}

await show(root);
