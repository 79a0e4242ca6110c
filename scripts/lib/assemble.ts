import wabt from 'wabt';

/** Assembles a module in the text format of WebAssembly. @throws Error with line and reason. */
export async function assemble(text: string): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat('dots.wat', text, { simd: true });
  try {
    module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

/** Returns the source of the file that holds the assembled kernel. */
export function bytesFile(bytes: Uint8Array): string {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(/.{1,96}/g)!
    .map((line) => `  '${line}',`);
  return `${[
    '/** The module of dots.wat, in base64; written by `npm run kernel`. */',
    'export const DOTS: string = [',
    ...lines,
    "].join('');",
  ].join('\n')}\n`;
}
