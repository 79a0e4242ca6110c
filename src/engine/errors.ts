/** Reports that the engine cannot do its work: no model, no device that works, a crashed worker. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
