import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readArguments, stop } from './arguments.mjs'
import { makeBackup } from './backup/make'
import { placeFrom } from './backup/places'
import { listBackups, restoreBackup } from './backup/restore'
import { backupKey } from './backup/sealing'
import { readVars } from './dev-vars.mjs'
import { shardFile } from './host/in-workerd'
import { hostSettings, varsFrom } from './host/settings'

/**
 * `npm run backup`: copies a living city into a folder or a bucket, or brings a copy back (`--restore`). The city goes on
 * meanwhile. Ends with 0 when the copy is whole where it was sent.
 */
const values = readArguments('backup', {
  config: { type: 'string' },
  host: { type: 'string', default: 'node' },
  db: { type: 'string' },
  place: { type: 'string' },
  restore: { type: 'string' },
  name: { type: 'string' },
  list: { type: 'boolean' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
})
process.umask(0o077)
const read = varsFrom(process.env, values.config === undefined ? {} : readVars(values.config))
if ('faults' in read) stop(read.faults.join('；'), 1)
const { vars } = read
const where = values.place ?? vars.BACKUP_PLACE ?? ''
if (where === '') stop('要说放在哪里：--place 文件夹 或 s3://桶/前缀（或 BACKUP_PLACE）')

try {
  const place = placeFrom(where, vars)
  const key = vars.BACKUP_KEY ? backupKey(vars.BACKUP_KEY) : null
  if (values.list) {
    for (const name of await listBackups(place)) console.log(name)
  } else if (values.restore !== undefined) {
    const of = values.name === undefined ? {} : { name: values.name }
    const manifest = await restoreBackup({ from: place, key, file: values.restore, ...of })
    said(
      `恢复好了：${values.restore}，是 ${manifest.made_at} 的一份，合计与封账日都对得上`,
      manifest,
    )
  } else {
    if (key === null && !values.plain)
      stop('没有 BACKUP_KEY：备份里有人的号码和每一个答复，要加密；确实不要，写 --plain')
    const manifest = await makeBackup({ file: database(), to: place, key, at: new Date() })
    const size = Math.ceil(manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000)
    said(`备份好了：${manifest.name}，${manifest.parts.length} 块，${size} MB`, manifest)
  }
} catch (error) {
  stop(`没有做成：${error instanceof Error ? error.message : error}`, 1)
}

/** The file of the city that a host serves. */
function database(): string {
  if (values.db !== undefined) return existing(values.db)
  const own = hostSettings(vars, false)
  if ('faults' in own) return stop(own.faults.join('；'), 1)
  const { data } = own.settings
  return existing(values.host === 'workerd' ? shardFile(data) : join(data, 'city.sqlite'))
}
function existing(file: string | null): string {
  return file !== null && existsSync(file)
    ? file
    : stop(`没有这个数据库：${file ?? values.host}`, 1)
}

function said(sentence: string, manifest: object): void {
  console.log(values.json ? JSON.stringify(manifest) : sentence)
}
