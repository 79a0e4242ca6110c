/** What the commands of the benchmarks take alike. */
import { OutputFile } from '../src/node/output-file.ts';

/** Where `--json FILE` goes, opened before the work so that a wrong place shows at once; null where none is named. */
export async function openReport(
  file: string | undefined,
): Promise<((report: unknown) => Promise<void>) | null> {
  if (file === undefined) return null;
  const output = await OutputFile.open(file);
  return (report) => output.write(new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`));
}
