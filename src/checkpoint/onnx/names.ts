/** Maps names in an ONNX export to the encoder's module names, whatever wrapped it. */

/** Names that exports give to the modules of a kind of encoder. */
export interface ExportedModules {
  /** Modules that hold all others: "encoder", "embeddings". Any prefix before them is of a wrapper. */
  readonly roots: readonly string[];
  /** Modules that lie at the root if their parent, `within`, was exported alone. */
  readonly bare: { readonly modules: RegExp; readonly within: string } | null;
  /** Paths of the token table's module, and the one whose name its weight has. */
  readonly table: { readonly paths: RegExp; readonly module: string } | null;
}

export class ModuleNames {
  readonly #modules: ExportedModules;
  readonly #behindWrapper: RegExp;

  constructor(modules: ExportedModules) {
    this.#modules = modules;
    this.#behindWrapper = new RegExp(`(?:^|\\.)((?:${modules.roots.join('|')})(?:\\.|$).*)$`, 's');
  }

  /**
   * Returns the part of a tensor's or module's name that all exports of an encoder share: without the wrapper's prefix
   * ("0.auto_model.", "bert."), and with the parent that a module exported alone lacks. Null for a name of no such
   * module.
   */
  nameIn(name: string): string | null {
    const { bare } = this.#modules;
    if (bare?.modules.test(name)) return `${bare.within}.${name}`;
    return this.#behindWrapper.exec(name)?.[1] ?? null;
  }

  /** Returns the module of a node: exports name nodes by it, "/encoder/block.0/layer.0/SelfAttention/q/MatMul". */
  moduleOf(nodeName: string): string | null {
    const parts = nodeName.split('/');
    // Names without a leading slash are no paths: "MatMul_12", "node_linear_3".
    if (parts.length < 3 || parts[0] !== '') return null;
    const module = this.nameIn(parts.slice(1, -1).join('.'));
    const { table } = this.#modules;
    return module !== null && table?.paths.test(module) ? table.module : module;
  }
}
