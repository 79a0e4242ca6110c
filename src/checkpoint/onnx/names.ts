/** The names that an encoder's modules keep in an ONNX export, behind whatever wrapped them. */

/** How exports name the modules of a kind of encoder. */
export interface ExportedModules {
  /** The modules that hold all others: "encoder", "embeddings". What stands before them wrapped the encoder. */
  readonly roots: readonly string[];
  /** Modules that lie at the root where their parent, `within`, was exported alone. */
  readonly bare: { readonly modules: RegExp; readonly within: string } | null;
  /** The paths of the token table's module, and the one of them whose name its weight has. */
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
   * The part of a tensor's or module's name that all exports of an encoder share: behind whatever wrapped it
   * ("0.auto_model.", "bert."), and with the parent that a module lacks which was exported alone. Null for a name that
   * is of no such module.
   */
  nameIn(name: string): string | null {
    const { bare } = this.#modules;
    if (bare?.modules.test(name)) return `${bare.within}.${name}`;
    return this.#behindWrapper.exec(name)?.[1] ?? null;
  }

  /** The module that a node is of: exports name nodes by it, "/encoder/block.0/layer.0/SelfAttention/q/MatMul". */
  moduleOf(nodeName: string): string | null {
    const parts = nodeName.split('/');
    // Without a slash in front, names are no paths: "MatMul_12", "node_linear_3".
    if (parts.length < 3 || parts[0] !== '') return null;
    const module = this.nameIn(parts.slice(1, -1).join('.'));
    const { table } = this.#modules;
    return module !== null && table?.paths.test(module) ? table.module : module;
  }
}
