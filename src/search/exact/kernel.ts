import { DOTS } from './dots-bytes.ts';

type Dots = (rows: number, count: number, width: number, query: number, out: number) => void;

const PAGE = 65536;

let compiled: WebAssembly.Module | null = null;

/** The kernel with a memory of its own, which never grows: arrays over it stay valid. */
export class Kernel {
  readonly memory: WebAssembly.Memory;
  /** Dot products of rows with a query, all by their places in the memory: see dots.wat. */
  readonly dots: Dots;

  /** @throws RangeError where the browser has no such memory. */
  constructor(bytes: number) {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(DOTS), (c) => c.charCodeAt(0)));
    const pages = Math.max(1, Math.ceil(bytes / PAGE));
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(compiled, { facet: { memory: this.memory } });
    this.dots = exports.dots as Dots;
  }
}
