/** `npm run kernel`: assembles the kernel of the search anew. A test of `src/search` compares the bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, bytesFile } from './lib/assemble.ts';

const FOLDER = join(import.meta.dirname, '../src/search/exact');

const bytes = await assemble(readFileSync(join(FOLDER, 'dots.wat'), 'utf8'));
writeFileSync(join(FOLDER, 'dots-bytes.ts'), bytesFile(bytes));
console.log(`src/search/exact/dots-bytes.ts: ${bytes.length} bytes of WebAssembly`);
