// Loaded into the server (node --import): when the process that holds the city is gone, the server ends as well.
process.on('disconnect', () => {
  // The channel is closed already: wrangler's own launcher would close it again, and fail with a trace.
  process.disconnect = undefined
  process.kill(process.pid, 'SIGINT')
  setTimeout(() => process.exit(1), 3_000).unref()
})
