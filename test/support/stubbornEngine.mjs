// An engine that does not listen while it computes: for EngineClient's tests. It answers `describe` at once, and for
// `run` computes for a minute without coming up for air.
process.on('disconnect', () => process.exit(0));
process.on('message', ({ kind, id, method }) => {
  if (kind !== 'request') return;
  if (method === 'run') {
    const end = Date.now() + 60_000;
    while (Date.now() < end);
  }
  process.send?.({ kind: 'result', id, value: [] });
});
