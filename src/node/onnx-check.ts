/**
 * Checks a written ONNX export as another program would run it: from its files, with native ONNX Runtime, against the
 * canary's vectors.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { checkOnnxFiles, type OnnxCheck } from '../convert/check-onnx.ts';
import { FileError } from './errors.ts';

/** @param folder Folder with the files. @throws FileError naming the graph whose vectors are not the model's. */
export function checkOnnx(folder: string): Promise<OnnxCheck[]> {
  return checkOnnxFiles({
    text: (file) => readFile(join(folder, file), 'utf8'),
    open(file, isRounded) {
      // As python/facet_embed does. Processors without VNNI add pairs of products in 16 bits, which overflow: a pass of
      // the extended level avoids that if asked. Weights of the other graph become fp32 when the session is made.
      const how = isRounded
        ? { graphOptimizationLevel: 'extended', extra: { session: { x64quantprecision: '1' } } }
        : { graphOptimizationLevel: 'basic', extra: { session: { disable_quant_qdq: '1' } } };
      return InferenceSession.create(join(folder, file), {
        ...(how as InferenceSession.SessionOptions),
        logSeverityLevel: 3,
      });
    },
    tensor: (data, dims) => new Tensor('int64', data, dims),
    fail: (file, reason) => new FileError(file, reason),
  });
}
