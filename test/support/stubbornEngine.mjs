// An engine for EngineClient's tests that does not listen while it computes. It answers `describe` at once, and blocks
// for a minute in `run`.
process.on('disconnect', () => process.exit(0));
process.on('message', ({ kind, id, method }) => {
  if (kind !== 'request') return;
  if (method === 'run') {
    const end = Date.now() + 60_000;
    while (Date.now() < end);
  }
  process.send?.({ kind: 'result', id, value: [] });
});
