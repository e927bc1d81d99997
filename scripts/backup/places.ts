import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { getObject, listObjects, putObject, type S3 } from './s3'

/** Where copies are kept. What is put is there whole or not at all. */
export type Place = {
  put: (name: string, bytes: Uint8Array) => Promise<void>
  get: (name: string) => Promise<Uint8Array>
  list: () => Promise<string[]>
}

/** A folder: another disk, or one that is carried away. */
export function folderPlace(folder: string): Place {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    async put(name, bytes) {
      const draft = join(folder, `.${name}.draft`)
      const handle = openSync(draft, 'w', 0o600)
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
        fsyncSync(handle)
      } finally {
        closeSync(handle)
      }
      renameSync(draft, join(folder, name))
      const held = openSync(folder, 'r')
      fsyncSync(held)
      closeSync(held)
    },
    get: async (name) => readFileSync(join(folder, name)),
    list: async () => (existsSync(folder) ? readdirSync(folder) : []),
  }
}

/** A bucket, below a prefix. */
export function s3Place(s3: S3, prefix: string): Place {
  const of = (name: string) => (prefix === '' ? name : `${prefix}/${name}`)
  return {
    put: (name, bytes) => putObject(s3, of(name), bytes),
    get: (name) => getObject(s3, of(name)),
    list: async () => {
      const keys = await listObjects(s3, prefix === '' ? '' : `${prefix}/`)
      return keys.map((key) => key.slice(of('').length))
    },
  }
}

type Vars = Readonly<Record<string, string | undefined>>
/**
 * `s3://bucket/prefix` with S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY; else a folder. Throws,
 * naming what is missing.
 */
export function placeFrom(said: string, vars: Vars): Place {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9.-]{3,63})\/?(.*?)\/?$/.exec(said) ?? []
  if (bucket === undefined) {
    if (said.includes('://')) throw new Error(`不懂这个地方：${said}（文件夹，或 s3://桶/前缀）`)
    return folderPlace(said)
  }
  const need = (name: string) => {
    const value = vars[name]
    if (!value) throw new Error(`${name} is missing`)
    return value
  }
  return s3Place(
    {
      endpoint: need('S3_ENDPOINT'),
      region: vars.S3_REGION ?? 'auto',
      bucket,
      access_key_id: need('S3_ACCESS_KEY_ID'),
      secret_access_key: need('S3_SECRET_ACCESS_KEY'),
    },
    prefix,
  )
}
