import type { ComponentType } from 'react';
import { type LazyModule, lazyModule } from '../../loading/lazy-module.ts';
import { useLazy } from '../../widgets/use-lazy.ts';
import { Failure } from './Failure.tsx';

/** Code of a part of the page, and how to fetch it. */
export interface PartCode<Props> {
  /** Name of the part as a sentence begins with it: "The list of files". */
  readonly name: string;
  readonly load: LazyModule<ComponentType<Props>>;
}

export function partCode<Props>(
  name: string,
  load: () => Promise<ComponentType<Props>>,
): PartCode<Props> {
  return { name, load: lazyModule(name, load) };
}

/** Fetches a part of the page when it is first shown. If that fails, says so in its place. */
export function LazyPart<Props extends object>({
  code: { name, load },
  ...props
}: Props & { readonly code: PartCode<Props> }) {
  const { module: Part, error, retry } = useLazy(load);
  if (Part !== null) return <Part {...(props as unknown as Props)} />;
  return error !== null && <Failure part={name} error={error} onRetry={retry} />;
}
