import type { Lens } from '../../workspace/lens.ts';

/** For each lens, a word that columns and files are named with: unique, and safe in every file system. */
export function slugsOf(lenses: readonly Pick<Lens, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name } of lenses) {
    const word = slugOf(name, 'lens');
    let slug = word;
    for (let number = 2; taken.has(slug); number++) slug = `${word}_${number}`;
    taken.add(slug);
    slugs.set(id, slug);
  }
  return slugs;
}

/** Letters and digits in lower case, with underscores for all else; `fallback` where nothing is left. */
export function slugOf(name: string, fallback: string): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_/, '');
  // By characters: half a character is none.
  const short = [...word].slice(0, 40).join('').replace(/_$/, '');
  return short === '' ? fallback : short;
}
