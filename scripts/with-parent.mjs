// Loaded into the server (node --import): when the process that holds the city is gone, the server ends as well.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGINT')
  setTimeout(() => process.exit(1), 3_000).unref()
})
