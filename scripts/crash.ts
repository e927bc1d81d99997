import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readArguments } from './arguments.mjs'
import { crashUnderLoad } from './crash-load'
import { crashOutside } from './crash-outside'

/**
 * `npm run crash [-- --rounds 6] [--json]`: redeems under load, kills workerd with SIGKILL in the middle, starts it
 * again on the same files and sends every unanswered request once more under its key, over D1 and over a shard. Then
 * kills the service at every call to the bank and the provider, before it, when it was served and when its answer was
 * booked. Fails when anything acknowledged is gone, anything happened twice, or the books are not clean.
 */
const values = readArguments('crash', {
  rounds: { type: 'string', default: '5' },
  json: { type: 'boolean' },
})
const rounds = Number(values.rounds)
const dir = mkdtempSync(join(tmpdir(), 'yufubao-crash-'))
const loads = [
  // As many as share a commit at most.
  await crashUnderLoad({ dir: join(dir, 'shard'), storage: 'shard', rounds, connections: 64 }),
  await crashUnderLoad({ dir: join(dir, 'd1'), storage: 'd1', rounds, connections: 16 }),
]
const outside = await crashOutside(dir)
rmSync(dir, { recursive: true, force: true })

const sum = (of: (load: (typeof loads)[number]) => number) =>
  loads.reduce((total, load) => total + of(load), 0)
const wrong = [...loads.flatMap((load) => load.wrong), ...outside.wrong]
for (const line of wrong.slice(0, 20)) console.error(line)
const books = loads.every((load) => load.books === 'clean') ? 'clean' : 'mismatch'
const acknowledged = sum((load) => load.acknowledged)
const kills = rounds * loads.length
const [requests, unanswered] = [sum((load) => load.requests), sum((load) => load.unanswered)]
const ok = wrong.length === 0 && books === 'clean' && loads.every((load) => load.acknowledged > 0)
if (!values.json) {
  console.log(
    `${kills} 次强杀（另在 ${outside.kills} 次外部调用中强杀）：${requests} 个请求，${unanswered} 个当时没有回音，${acknowledged} 次核销，账本 ${books}`,
  )
}
console.log(
  JSON.stringify({
    ok,
    figures: {
      kills: kills + outside.kills,
      acked: acknowledged + outside.acked,
      lost: sum((load) => Math.max(load.acknowledged - load.redeemed, 0)) + outside.lost,
      doubled: sum((load) => Math.max(load.redeemed - load.acknowledged, 0)) + outside.doubled,
      requests,
      unanswered,
      acknowledged,
      acknowledged_shard: loads[0]?.acknowledged ?? 0,
      lost_or_twice: wrong.length,
      books,
    },
  }),
)
process.exit(ok ? 0 : 1)
