import { cookieCredential } from '../../identity/tokens'
import { readBankUploadOperation } from '../../intake/routes'
import { fileHash } from '../../intake/store'
import { REFUSALS, Refusal, refuse } from '../../kernel/refusals'
import { FILE_LIMITS } from '../../statements/bytes'
import { page } from '../door'
import { Frame } from '../frame'
import { Notice } from '../ui/text'
import { stateTone } from '../ui/tones'
import { importThrough } from './through-api'

/** Larger files come in by pieces (src/intake/import.ts): broken off, they go on where they were. */
page(
  'POST',
  '/b/files',
  'bank',
  async (visit) => {
    const { c, form, file, ask } = visit
    if (file === null || file.name === '') refuse('request_invalid', { errors: [NO_FILE] })
    const bytes = new Uint8Array(await file.arrayBuffer())
    const params = { content_hash: await fileHash(bytes) }
    const before = await ask(readBankUploadOperation, { params })
    const key = form.get('key') ?? ''
    const given = { bytes, restates: form.get('restates') === 'true', key }
    try {
      const who = await cookieCredential(c.req.raw, 'bank', c.var.world.config.stage)
      const read = await importThrough(visit, who ?? refuse('not_signed_in'), given)
      const known = before.state === 'imported' ? '&known=1' : ''
      return c.redirect(`/b/files?done=${read.id}${known}`, 303)
    } catch (error) {
      if (error instanceof Refusal && REFUSALS[error.code].status < 500) throw error
      const { state } = await ask(readBankUploadOperation, { params })
      if (state !== 'coming_in') throw error
      return c.redirect(`/b/uploads/${params.content_hash}`, 303)
    }
  },
  {
    again: '/b/files',
    file: { bytes_max: FILE_LIMITS.bytes, too_large: 'bank_file_too_large' },
  },
)
const NO_FILE = { pointer: '/file', code: 'file_missing', detail: '请先选一个文件' }

/** How far a large file has come in. */
page('GET', '/b/uploads/:content_hash', 'bank', async ({ ask, params, t }) => {
  const upload = await ask(readBankUploadOperation, { params })
  const [staged, count] = [upload.chunks_staged, upload.chunks_count]
  const lines = upload.lines_staged
  const said: Record<typeof upload.state, readonly [string, string]> = {
    unknown: ['没有收到过这份文件，一行也没有读入。', 'No such file came.'],
    imported: ['整份读入了。没有动钱。', 'All of it was read.'],
    coming_in: [
      `正在读入：${count} 块里到了 ${staged} 块，${lines} 行。还没有生效；中断了，请把同一个文件再传一次，会从断的地方接着读。`,
      `${staged} of ${count} pieces, ${lines} lines. Bring the same file again to go on.`,
    ],
  }
  return (
    <Frame
      title={t('大文件读到哪里了', 'How far the file has come')}
      refresh_s={upload.state === 'coming_in' ? 5 : undefined}
    >
      <Notice is={stateTone('upload', upload.state)} live>
        <p data-said>{t(...said[upload.state])}</p>
      </Notice>
      <p class="note">
        <code>{upload.content_hash}</code>
      </p>
      <div class="buttons">
        <a class="button" href="/b/files">
          {t('去传文件', 'Back to the files')}
        </a>
      </div>
    </Frame>
  )
})
