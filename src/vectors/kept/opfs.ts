/** The browser's private file system as a disk: only workers have its sync access handles. */
import type { Disk } from './types.ts';

const ROOT = 'vectors';
const LOCK = 'facet-vectors';

/** Returns null where the browser keeps no files for the page. */
export function privateDisk(): Disk | null {
  const { storage, locks } = navigator;
  if (
    storage?.getDirectory === undefined ||
    locks === undefined ||
    typeof FileSystemFileHandle === 'undefined' ||
    !('createSyncAccessHandle' in FileSystemFileHandle.prototype)
  ) {
    return null;
  }
  return new PrivateDisk();
}

class PrivateDisk implements Disk {
  async folders(): Promise<string[]> {
    const names: string[] = [];
    for await (const [name, handle] of (await this.#root()).entries()) {
      if (handle.kind === 'directory') names.push(name);
    }
    return names;
  }

  async files(folder: string): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    const directory = await this.#folder(folder);
    if (directory === null) return sizes;
    for await (const [name, handle] of directory.entries()) {
      if (handle.kind === 'file') {
        sizes.set(name, (await (handle as FileSystemFileHandle).getFile()).size);
      }
    }
    return sizes;
  }

  async size(folder: string, file: string): Promise<number> {
    const handle = await (await this.#folder(folder))?.getFileHandle(file).catch(orNull);
    return handle ? (await handle.getFile()).size : 0;
  }

  async read(
    folder: string,
    file: string,
    from: number,
    to: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const directory = await (await this.#root()).getDirectoryHandle(folder);
    const whole = await (await directory.getFileHandle(file)).getFile();
    return new Uint8Array(await whole.slice(from, to).arrayBuffer());
  }

  async append(folder: string, file: string, at: number, bytes: Uint8Array): Promise<void> {
    const directory = await (await this.#root()).getDirectoryHandle(folder, { create: true });
    const handle = await directory.getFileHandle(file, { create: true });
    const access = await handle.createSyncAccessHandle();
    try {
      access.truncate(at);
      for (let written = 0; written < bytes.length; ) {
        const now = access.write(bytes.subarray(written), { at: at + written });
        if (now === 0) throw new DOMException('Nothing could be written', 'QuotaExceededError');
        written += now;
      }
      access.flush();
    } finally {
      // Otherwise nobody could open the file until this worker ends.
      access.close();
    }
  }

  async remove(folder: string): Promise<void> {
    await (await this.#root()).removeEntry(folder, { recursive: true }).catch(orNull);
  }

  locked<Result>(alone: boolean, task: () => Promise<Result>): Promise<Result> {
    return navigator.locks.request(LOCK, { mode: alone ? 'exclusive' : 'shared' }, task);
  }

  async #root(): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(ROOT, { create: true });
  }

  async #folder(name: string): Promise<FileSystemDirectoryHandle | null> {
    return (await this.#root()).getDirectoryHandle(name).catch(orNull);
  }
}

function orNull(error: unknown): null {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
}
