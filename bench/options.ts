/** Options that the benchmarks share. */
import { OutputFile } from '../src/node/output-file.ts';

/** Opens `--json FILE` before the work, so that a wrong path shows at once; null without the option. */
export async function openReport(
  file: string | undefined,
): Promise<((report: unknown) => Promise<void>) | null> {
  if (file === undefined) return null;
  const output = await OutputFile.open(file);
  return (report) => output.write(new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`));
}
