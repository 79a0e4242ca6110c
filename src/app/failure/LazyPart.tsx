import type { ComponentType } from 'react';
import { type LazyModule, lazyModule } from '../../loading/lazy-module.ts';
import { useLazy } from '../../widgets/use-lazy.ts';
import { Failure } from './Failure.tsx';

/** Where the code of a part of the page is. */
export interface PartCode<Props> {
  /** As a sentence begins with it: "The list of files". */
  readonly name: string;
  readonly load: LazyModule<ComponentType<Props>>;
}

export function partCode<Props>(
  name: string,
  load: () => Promise<ComponentType<Props>>,
): PartCode<Props> {
  return { name, load: lazyModule(name, load) };
}

/** A part of the page that is fetched when it is first shown. Where it can't be, it says so in its place. */
export function LazyPart<Props extends object>({
  code: { name, load },
  ...props
}: Props & { readonly code: PartCode<Props> }) {
  const { module: Part, error, retry } = useLazy(load);
  if (Part !== null) return <Part {...(props as unknown as Props)} />;
  return error !== null && <Failure part={name} error={error} onRetry={retry} />;
}
