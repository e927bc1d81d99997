// The development server has no clock for the crons of wrangler.toml, so this one calls them at their minutes.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ROOT } from './setup.mjs'

/** Calls every due cron once a minute, in UTC as in production, for as long as this process lives. */
export function callCrons(url) {
  const lines = cronLines(readFileSync(resolve(ROOT, 'wrangler.toml'), 'utf8'))
  setInterval(() => {
    const now = new Date()
    for (const cron of lines.filter((line) => isDue(line, now))) {
      const call = new URL('/cdn-cgi/local/scheduled', url)
      call.searchParams.set('cron', cron)
      fetch(call).catch(() => {})
    }
  }, 60_000).unref()
}

/** The cron lines of `crons = ["…", "…"]`. */
export function cronLines(toml) {
  const list = /^crons = \[(.*)\]$/m.exec(toml)?.[1] ?? ''
  return [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1])
}

/** Understands what our lines use: a number, `*` or `*` with a step, for minute and hour. */
export function isDue(cron, at) {
  const [minute, hour] = cron.split(' ')
  return fits(minute, at.getUTCMinutes()) && fits(hour, at.getUTCHours())
}

function fits(field, value) {
  if (field === '*') return true
  const step = /^\*\/(\d+)$/.exec(field)?.[1]
  return step ? value % Number(step) === 0 : Number(field) === value
}
