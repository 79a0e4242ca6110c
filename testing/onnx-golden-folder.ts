/** Golden cases with an ONNX encoder from training/goldens/onnx, for tests. */
import { join } from 'node:path';
import type { ModelFolder } from '../src/checkpoint/types.ts';
import { nodeFolder } from '../src/node/folder.ts';
import { GOLDENS } from './goldens.ts';

/** ONNX files with their golden cases and their paths in the case's folder. */
export const ONNX_GOLDENS = [
  { file: 't5-gated.onnx', from: 't5-gated', path: 'onnx/model.onnx' },
  { file: 't5-gated-fp16.onnx', from: 't5-gated', path: 'onnx/model_fp16.onnx' },
  { file: 't5-gated-stack-q8.onnx', from: 't5-gated', path: 'onnx/encoder_model_quantized.onnx' },
  { file: 't5-bin-q8.onnx', from: 't5-bin', path: 'onnx/model_quantized.onnx' },
  {
    file: 'bert-dense-tanh-bf16.onnx',
    from: 'bert-dense-tanh-bf16',
    path: 'model.onnx',
  },
  {
    file: 'bert-dense-tanh-bf16-q8.onnx',
    from: 'bert-dense-tanh-bf16',
    path: 'model_quantized.onnx',
  },
] as const;

type OnnxGolden = (typeof ONNX_GOLDENS)[number];

/** The case's folder with the ONNX file in place of its encoder; `without` removes more files. */
export function onnxGoldenFolder(
  { file, from, path }: OnnxGolden,
  without: readonly string[] = [],
): ModelFolder {
  const model = nodeFolder(join(GOLDENS, from, 'model'));
  const onnx = nodeFolder(join(GOLDENS, 'onnx'));
  const hidden = ['model.safetensors', 'pytorch_model.bin', ...without];
  return {
    label: `${from} with ${file}`,
    async open(asked, signal) {
      if (asked === path) return onnx.open(file, signal);
      return hidden.includes(asked) ? null : model.open(asked, signal);
    },
  };
}
