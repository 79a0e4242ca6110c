/**
 * The model begins to load before the interface is read, which happens in a task of its own: what the
 * model takes longest for, it does in workers.
 */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './shell/styles/tokens.css';
import './shell/styles/base.css';
import './shell/styles/controls.css';
import './shell/styles/tables.css';
import './shell/styles/layout.css';
import './shell/styles/sidebar.css';
import './shell/styles/lenses.css';
import './shell/styles/panels.css';
import './shell/styles/models.css';
import './shell/styles/compare.css';
import './shell/styles/workspaces.css';
import { start } from './app/app.ts';
import { followTheme } from './app/theme.ts';
import { lazyModule } from './loading/lazy-module.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

followTheme();
start();

const loadInterface = lazyModule('The page', () => import('./shell/mount.tsx'));

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

// Not awaited: a module that waits at its top keeps the bundler from merging chunks, a twentieth of the page's code.
void show(root);
