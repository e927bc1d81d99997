import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A verb as somebody types it: a process of its own, with everything it said. */
export type Typed = {
  child: ChildProcess
  said: () => string
  /** Resolves when the words have been said; rejects when the process ends before. */
  says: (words: RegExp) => Promise<void>
  ended: Promise<number | null>
}

export function type(args: string[], { shell }: { shell?: string } = {}): Typed {
  const env = { ...process.env, npm_lifecycle_event: '' }
  const child = shell
    ? spawn('bash', ['-c', shell, 'bash', ...args], { env })
    : spawn('node', args, { env })
  let text = ''
  const hear = (chunk: Buffer) => {
    text += chunk.toString()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)))
  return {
    child,
    ended,
    said: () => text,
    says: async (words) => {
      while (!words.test(text)) {
        const over = await Promise.race([ended.then(() => true), wait(20)])
        if (over === true && !words.test(text)) throw new Error(`never said ${words}: ${text}`)
      }
    },
  }
}
export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export function newState(): { state: string; forget: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'yufubao-start-'))
  return {
    state: join(folder, 'state'),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
