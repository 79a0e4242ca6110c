/**
 * JavaScript that the test server puts in front of the engine's runner script. It reaches the real
 * GPU device and the real worker, so that product code needs no hook for tests. Every prelude
 * listens on the BroadcastChannel `facet-test` and reports there what it did.
 */
import type { Page } from '@playwright/test';

/** The script of the workers that run the model, in a built folder. */
export const RUNNER_SCRIPT = /assets\/runner-worker-[^/]*\.js$/;

/** 'destroy' ends every GPU device that the worker holds, as a driver reset would. */
export const DESTROYABLE_GPU = `{
  const devices = [];
  if (globalThis.GPUAdapter) {
    const requestDevice = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await requestDevice.apply(this, args);
      devices.push(device);
      return device;
    };
  }
  const channel = new BroadcastChannel('facet-test');
  channel.addEventListener('message', ({ data }) => {
    if (data !== 'destroy') return;
    for (const device of devices.splice(0)) {
      device.destroy();
      channel.postMessage('destroyed');
    }
  });
}`;

/** 'crash' throws outside any promise, as a bug in a worker would. */
export const CRASHABLE = `{
  const channel = new BroadcastChannel('facet-test');
  channel.addEventListener('message', ({ data }) => {
    if (data !== 'crash') return;
    channel.postMessage('crashed');
    throw new Error('crash asked for by a test');
  });
}`;

/** A driver that computes finite, plausible, wrong numbers: every exp() becomes exp2(). */
export const WRONG_GPU = `{
  const createShaderModule = GPUDevice.prototype.createShaderModule;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    const code = descriptor.code.replace(/\\bexp\\(/g, 'exp2(');
    if (code !== descriptor.code) new BroadcastChannel('facet-test').postMessage('distorted');
    return createShaderModule.call(this, { ...descriptor, code });
  };
}`;

/** Starts recording the preludes' answers; call it before they can come. */
export async function recordAnswers(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const answers: string[] = [];
    new BroadcastChannel('facet-test').addEventListener('message', ({ data }) => {
      answers.push(String(data));
    });
    Object.assign(window, { facetTestAnswers: answers });
  });
  return () =>
    page.evaluate(() => (window as unknown as { facetTestAnswers: string[] }).facetTestAnswers);
}

export function tell(page: Page, message: 'destroy' | 'crash'): Promise<void> {
  return page.evaluate((message) => {
    const channel = new BroadcastChannel('facet-test');
    channel.postMessage(message);
    channel.close();
  }, message);
}
