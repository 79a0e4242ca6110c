import { join, relative } from 'node:path';

const SOURCE = join(import.meta.dirname, '../../src');

/**
 * Names a class of a style module by its file: `lenses_title` of `features/lenses/style.module.css`, `effect-moved_row` of
 * `features/effect/moved.module.css`. The underscore keeps it apart from the page's other classes. The names travel with the
 * first load: Vite's own, of a hash and a line number, hardly compress.
 */
export function className(name: string, file: string): string {
  const path = relative(SOURCE, file.replace(/\?.*$/, ''))
    .replace(/\.module\.css$/, '')
    .split(/[\\/]/);
  if (path[0] === 'features') path.shift();
  if (path.at(-1) === 'style') path.pop();
  return `${path.join('-')}_${name}`;
}
