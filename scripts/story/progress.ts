import type { Telling } from '../../src/platform/world'

const RECENT_DAYS = 10
const LINE_EVERY_MS = 5_000

/** How far the story is told, from the days told so far: their recent pace says how long the rest may take. */
export function openProgress(days: number, now_ms: () => number = () => performance.now()) {
  const ends_ms: number[] = [now_ms()]
  return {
    dayTold: () => void ends_ms.push(now_ms()),
    telling(): Telling {
      const day = ends_ms.length - 1
      const from = Math.max(0, day - RECENT_DAYS)
      const pace_ms = day === 0 ? null : ((ends_ms[day] ?? 0) - (ends_ms[from] ?? 0)) / (day - from)
      const seconds_left = pace_ms === null ? null : Math.ceil(((days - day) * pace_ms) / 1000)
      return { day, days, share_bp: Math.floor((day * 10_000) / days), seconds_left }
    },
  }
}

/** One line that renews itself on a terminal; elsewhere a line every few seconds. */
export function progressLine(out: NodeJS.WriteStream) {
  let said_ms = performance.now()
  return {
    say(telling: Telling) {
      if (out.isTTY) out.write(`\r\u001b[K${wordsOf(telling)}`)
      else if (performance.now() - said_ms > LINE_EVERY_MS) {
        out.write(`${wordsOf(telling)}\n`)
        said_ms = performance.now()
      }
    },
    end: () => void (out.isTTY && out.write('\r\u001b[K')),
  }
}

function wordsOf({ day, days, share_bp, seconds_left }: Telling): string {
  const left = seconds_left === null ? '' : `，约剩 ${seconds_left} 秒`
  return `示范城市：第 ${day} / ${days} 天（${Math.floor(share_bp / 100)}%）${left}`
}
