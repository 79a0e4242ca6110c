import { expect, test } from 'vitest';
import { modelFolder } from './local-files.ts';

const files = (...paths: string[]) => paths.map((path) => [path, new File([path], path)] as const);

test('takes paths relative to the model’s folder, wherever it lies', async () => {
  const { label, files: found } = modelFolder(
    files('up/README.md', 'up/base/modules.json', 'up/base/1_Pooling/config.json'),
  );
  expect(label).toBe('base');
  expect([...found.keys()]).toEqual(['modules.json', '1_Pooling/config.json']);
  expect(await found.get('1_Pooling/config.json')?.text()).toBe('up/base/1_Pooling/config.json');
});

test('files without a folder count as one', () => {
  const { label, files: found } = modelFolder(files('model.json', 'model.safetensors'));
  expect(label).toBe('dropped files');
  expect([...found.keys()]).toEqual(['model.json', 'model.safetensors']);
});

test('modules.json tells the folder, not the config.json of one of its modules', () => {
  const { label } = modelFolder(files('a/0_Transformer/config.json', 'a/b/modules.json'));
  expect(label).toBe('b');
});

test('says what is missing', () => {
  expect(() => modelFolder(files('a/notes.txt'))).toThrow(/no model in it: .*modules\.json/);
  expect(() => modelFolder([])).toThrow(/no files in it.* leaves symbolic links out.*cp -rL/);
});

test.each([
  ['models--acme--tiny/blobs/b1', /Hugging Face’s cache.*--local-dir/],
  ['models--acme--tiny/refs/main', /Hugging Face’s cache.*--local-dir/],
  ['base/.cache/huggingface/download/xy.incomplete', /did not end.*\.incomplete/],
  ['base/model-00001-of-00002.safetensors', /in parts.*index\.json/],
  ['base/gtr-q4_k.gguf', /GGUF.*llama\.cpp/],
  ['base/tf_model.h5', /TensorFlow.*SentenceTransformer/],
  ['base/flax_model.msgpack', /Flax/],
  ['base/onnx/model.onnx', /ONNX file and not what describes it/],
  ['base/last.ckpt', /form that Facet does not read/],
])('says what %s is, and what helps', (path, words) => {
  expect(() => modelFolder(files(path))).toThrow(words);
});

test('takes an adapter’s folder, of which its reader says what it is', () => {
  expect(modelFolder(files('lora/adapter_config.json')).label).toBe('lora');
});
