import type { Logger } from '../../../src/core/ports';

export interface RecordingLogger extends Logger {
  /** Every line of every level, in order. */
  readonly lines: string[];
}

export function createRecordingLogger(): RecordingLogger {
  const lines: string[] = [];
  const record = (message: string) => void lines.push(message);
  return { lines, debug: record, info: record, warn: record, error: record };
}
