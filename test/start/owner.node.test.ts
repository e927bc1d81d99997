import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { heldBy, stateHolder, takeState } from '../../scripts/owner.mjs'
import { newState, type } from './support'

const TAKE = `
  import { takeState } from './scripts/owner.mjs'
  const { owner, holder } = takeState(process.argv[1], { what: 'a test', port: 8787 })
  console.log(owner ? 'mine' : 'held by ' + holder.pid)
  if (owner) setInterval(() => {}, 1000)
`
const taker = (state: string) => type(['--input-type=module', '-e', TAKE, state])
const kept: { forget: () => void }[] = []
const fresh = () => {
  const made = newState()
  kept.push(made)
  return made.state
}
afterAll(() => {
  for (const { forget } of kept) forget()
})

describe('one state has one owner', () => {
  it('says who holds it, since when and where, and how to go on', async () => {
    const state = fresh()
    const first = taker(state)
    await first.says(/mine/)
    const holder = stateHolder(state)
    expect(holder).toMatchObject({ pid: first.child.pid, what: 'a test', port: 8787 })
    expect(heldBy(holder!)).toMatch(/进程 \d+，http:\/\/127.0.0.1:8787\/，自 .+ 起.*kill \d+/)
    expect(takeState(state, { what: 'another' }).holder?.pid).toBe(first.child.pid)
    first.child.kill('SIGKILL')
    await first.ended
    expect(stateHolder(state)).toBeNull()
  })
  it('is succeeded by exactly one of many who find it dead at once', async () => {
    const state = fresh()
    const dead = taker(state)
    await dead.says(/mine/)
    dead.child.kill('SIGKILL')
    await dead.ended
    const heirs = Array.from({ length: 12 }, () => taker(state))
    await Promise.all(heirs.map((heir) => heir.says(/mine|held by/)))
    expect(heirs.filter((heir) => heir.said().includes('mine'))).toHaveLength(1)
    for (const heir of heirs) heir.child.kill('SIGKILL')
    await Promise.all(heirs.map((heir) => heir.ended))
  })
  it('is free again when its owner ended', async () => {
    const state = fresh()
    const first = type(['--input-type=module', '-e', TAKE.replace(/if \(owner.*/, ''), state])
    expect(await first.ended).toBe(0)
    expect(stateHolder(state)).toBeNull()
    expect(takeState(state, { what: 'the next' }).owner).toBeDefined()
  })
  it('is not held by a number that was given to another process since', () => {
    const state = fresh()
    mkdirSync(`${state}.owner`, { recursive: true })
    const other = { pid: process.pid, began: 'long ago', what: 'x', port: 1, since: '2026-01-01' }
    writeFileSync(`${state}.owner/owner.4.json`, JSON.stringify(other))
    expect(stateHolder(state)).toBeNull()
    expect(takeState(state, { what: 'me' }).owner).toBeDefined()
  })
  it('is still held by the server that outlived who started it', () => {
    const state = fresh()
    const { owner } = takeState(state, { what: 'me' })
    owner?.handTo(process.ppid)
    expect(stateHolder(state)?.pid).toBe(process.pid)
    owner?.release()
    expect(stateHolder(state)).toBeNull()
  })
})
