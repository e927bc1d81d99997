import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { varsFrom } from '../../scripts/host/settings'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))
afterAll(() => rmSync(folder, { recursive: true }))
function kept(name: string, mode: number): string {
  const file = join(folder, name)
  writeFileSync(file, 'a secret\n', { mode })
  return file
}

describe('secrets that stand in files', () => {
  it.each(['YFB_MASTER_KEY', 'YFB_MASTER_KEY_2', 'YFB_MASTER_KEY_12', 'VAPID_PRIVATE_KEY'])(
    '%s is read from its file',
    (name) => {
      const said = varsFrom({ [`${name}_FILE`]: kept(name, 0o600) }, {})
      expect(said).toEqual({ vars: { [name]: 'a secret' } })
    },
  )
  it('are refused where others may read them, where they are not there, or said twice', () => {
    const open = varsFrom({ BACKUP_KEY_FILE: kept('open', 0o644) }, {})
    expect(open).toEqual({ faults: ['BACKUP_KEY_FILE is open to others: chmod o-rwx'] })
    const gone = varsFrom({ BACKUP_KEY_FILE: join(folder, 'gone') }, {})
    expect(gone).toEqual({ faults: ['BACKUP_KEY_FILE cannot be read'] })
    const twice = { YFB_MASTER_KEY_2_FILE: kept('twice', 0o600), YFB_MASTER_KEY_2: 'another' }
    expect(varsFrom(twice, {})).toEqual({
      faults: ['YFB_MASTER_KEY_2 and YFB_MASTER_KEY_2_FILE are both set'],
    })
  })
})
