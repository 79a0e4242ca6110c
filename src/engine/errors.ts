/** The engine cannot do what was asked: no model, no device that works, a crashed worker. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
