// Waits for a server as long as it gets on with it, and says what it waits for.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const ASK_EVERY_MS = 150
const SAY_EVERY_MS = 15_000
const STANDSTILL_MS = 60_000

/** Resolves when `url` answers. Ends the process with a sentence when the server has done nothing for a minute. */
export async function whenReady(server, url, say) {
  const began = performance.now()
  let [work, moved_ms, said_ms] = [workOf(server.pid), began, began]
  while (!(await answers(url))) {
    await new Promise((done) => setTimeout(done, ASK_EVERY_MS))
    const now = performance.now()
    const more = workOf(server.pid)
    if (more !== work) [work, moved_ms] = [more, now]
    if (now - moved_ms > STANDSTILL_MS) {
      console.error(
        `服务（进程 ${server.pid}）一分钟没有动静，${url} 没有应答；已经结束它，请再试一次`,
      )
      process.exit(1)
    }
    if (now - said_ms > SAY_EVERY_MS) {
      said_ms = now
      const waited = Math.round((now - began) / 1000)
      say(`在等服务就绪（已等 ${waited} 秒，进程 ${server.pid} 还在忙：打包并启动 workerd）…`)
    }
  }
}

async function answers(url) {
  const reply = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
  return reply?.ok ?? false
}

/** What a process and its children have worked so far, as something that changes while they work. */
function workOf(pid) {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,time='], { encoding: 'utf8' })
  if (!stdout) return ownWorkOf(pid)
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const family = new Set([String(pid)])
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const [child, parent] of rows) if (family.has(parent)) family.add(child)
  }
  return rows.filter(([child]) => family.has(child)).join(';')
}

function ownWorkOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 17).join(' ')
  } catch {
    return ''
  }
}
