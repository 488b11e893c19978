/**
 * Reports steps one by one: a live line on a terminal, a line at the start and one at the end elsewhere.
 * @param {NodeJS.WriteStream} stream
 */
export function createProgress(stream) {
  const live = stream.isTTY === true;
  const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  return {
    /** Runs `work`; what it resolves to is returned, what it throws passes through. */
    async step(label, work) {
      const since = performance.now();
      stream.write(live ? `  … ${label}` : `  … ${label}\n`);
      try {
        const result = await work();
        stream.write(`${live ? '\r\u001b[2K' : ''}  ✓ ${label.padEnd(28)} ${seconds(since)}\n`);
        return result;
      } catch (error) {
        stream.write(`${live ? '\r\u001b[2K' : ''}  ✗ ${label.padEnd(28)} ${seconds(since)}\n`);
        throw error;
      }
    },
    note(text) {
      stream.write(`${live ? '\r\u001b[2K' : ''}  ${text}\n`);
    },
  };
}
