// npm run reset: forgets the local city and tells it anew.
process.argv.push('--fresh', '--seed-only')
await import('./start.mjs')
