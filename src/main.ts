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
import { start } from './state/app.ts';
import { followTheme } from './ui/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');

followTheme();
start();

try {
  const { mount } = await import('./ui/mount.tsx');
  mount(root);
} catch (error) {
  root.setAttribute('role', 'alert');
  root.textContent = 'A part of the page did not load. Check the connection and reload the page.';
  throw error;
}
