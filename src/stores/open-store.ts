import { chromaStore } from './chroma.ts';
import { askerOf, type HttpOptions } from './http.ts';
import { milvusStore } from './milvus.ts';
import type { RemoteStore, StoreAddress } from './types.ts';

/** Makes a store of an address. It asks nothing before a method is called. */
export function openStore(address: StoreAddress, options: HttpOptions = {}): RemoteStore {
  const ask = askerOf(address, options);
  switch (address.kind) {
    case 'milvus':
    case 'milvus-v2':
      return milvusStore(address, ask);
    case 'chroma':
      return chromaStore(address, ask);
    default:
      return address.kind satisfies never;
  }
}
