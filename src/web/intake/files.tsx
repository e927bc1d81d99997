import type { FC } from 'hono/jsx'
import { listBankFilesOperation, readBankFileOperation } from '../../intake/routes'
import { useSay } from '../around'
import { askedIn } from '../bank/words'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Check, Field } from '../ui/form'
import { Island } from '../ui/island'
import { Grid, More } from '../ui/table'
import { Empty, Notice, Tag, When } from '../ui/text'
import { waitingTone } from '../ui/tones'

type BankFileAnswer = AnswerFor<typeof listBankFilesOperation, 'bank'>['data'][number]

/** Statement files: bring one, see what was wrong with it, and what was read before. */
page('GET', '/b/files', 'bank', async (visit) => {
  const { ask, c, t, refusal } = visit
  const asked = askedIn(c.req.url, ['cursor', 'done', 'known'])
  const query = asked.cursor ? { cursor: asked.cursor } : {}
  const [files, done] = await Promise.all([
    ask(listBankFilesOperation, { query }),
    asked.done ? ask(readBankFileOperation, { params: { id: asked.done } }) : null,
  ])
  const rows = files.data
  return (
    <Frame title={t('对账单文件', 'Statement files')}>
      {done ? <Done file={done} known={asked.known === '1'} /> : null}
      <Faults refusal={refusal} />
      <Upload />
      <h2>{t('读过的文件', 'Files read')}</h2>
      {rows.length === 0 ? (
        <Empty>
          {t('还没有读过文件。银行每天清早自动送来，也可以在上面传。', 'No files yet.')}
        </Empty>
      ) : (
        <Table rows={rows} />
      )}
      <More of={files} href="/b/files" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

const Upload: FC = () => {
  const t = useSay()
  return (
    <form
      method="post"
      action="/b/files"
      enctype="multipart/form-data"
      class="card"
      data-bank-upload="/b/uploads/"
    >
      <h2>{t('传一个对账单文件', 'Bring a statement file')}</h2>
      {key()}
      <Field
        name="file"
        type="file"
        label={t('文件', 'File')}
        hint={t(
          '本系统的 CSV 或 camt.053（XML），最多 10 MB、10 万行。整份读入，或一行也不读。',
          'CSV or camt.053, at most 10 MB. All of it is read, or nothing.',
        )}
        accept=".csv,.txt,.xml,text/csv,application/xml"
        required
      />
      <Check name="restates" value="true">
        {t('银行重出：替换以前说的', 'Re-issued: replaces what the bank said before')}
      </Check>
      <button type="submit">{t('读入', 'Read it')}</button>
      <p class="note" role="status" data-progress>
        {t(
          '读文件不动钱，只用来对账。大文件要等一会儿；中断了，再传同一个文件就接着读。',
          'Reading moves no money. If a large file is interrupted, bring it again.',
        )}
      </p>
      <Island name="bank-upload" />
    </form>
  )
}

const Done: FC<{ file: Omit<BankFileAnswer, 'given_by_name'>; known: boolean }> = ({
  file,
  known,
}) => {
  const t = useSay()
  const counts = t(
    `${file.statements_count} 份对账单，${file.lines_count} 行明细`,
    `${file.statements_count} statements, ${file.lines_count} lines`,
  )
  const warnings = file.warnings
  return (
    <Notice is={waitingTone(warnings.length > 0)} live>
      <p>
        <strong>
          {known
            ? t('这份读过了，没有再读一遍。', 'This file was read before.')
            : t('整份读入了。没有动钱。', 'All of it was read. No money moved.')}
        </strong>{' '}
        {counts}
        {t('。', '.')}
        {file.held_count > 0
          ? t(
              `其中 ${file.held_count} 页等同一份对账单的其余页。`,
              ` ${file.held_count} pages wait for others.`,
            )
          : null}
      </p>
      {warnings.length > 0 ? (
        <>
          <p>{t('读入了，但请留意：', 'Please look at:')}</p>
          <ul>
            {warnings.map((warning) => (
              <li>{atLine(t, warning)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  )
}
const atLine = (
  t: (zh: string, en: string) => string,
  { line, detail }: BankFileAnswer['warnings'][number],
): string => (line === null ? detail : t(`第 ${line} 行：${detail}`, `Line ${line}: ${detail}`))

/** What is wrong with the file, line by line; nothing of it was read. */
const Faults: FC<Pick<Visit, 'refusal'>> = ({ refusal }) => {
  const t = useSay()
  if (!refusal) return null
  const some = refusal.errors.length
  return (
    <section class="card work" aria-label={t('文件里不对的地方', 'What is wrong')}>
      <h2>{t('一行也没有读入', 'Nothing was read')}</h2>
      <p>
        {t(
          '为了账不缺不重，文件要么整份读入，要么一行也不读。改好后请整份再传；以前读入的都还在。',
          'A file is read as a whole or not at all. Earlier files are unchanged.',
        )}
      </p>
      {refusal.code === 'bank_statement_contradicts' ? (
        <p>
          {t(
            '确是银行重出的，就勾上“银行重出”再传；不是，就请银行查。',
            'If the bank has re-issued it, tick the box and bring it again.',
          )}
        </p>
      ) : null}
      {some === 0 ? null : (
        <Grid
          caption={t('逐条', 'One by one')}
          head={[t('哪里不对', 'What'), t('位置', 'Where')]}
          words={[1]}
          rows={refusal.errors.map(({ pointer, detail }) => [
            detail,
            <code>{pointer || '—'}</code>,
          ])}
        />
      )}
    </section>
  )
}

const Table: FC<{ rows: readonly BankFileAnswer[] }> = ({ rows }) => {
  const t = useSay()
  return (
    <Grid
      caption={t('读过的文件', 'Files read')}
      head={[
        t('读入', 'Read'),
        t('怎么来的', 'Source'),
        t('对账单', 'Statements'),
        t('明细', 'Lines'),
        t('等其余页', 'Held'),
        t('大小', 'Size'),
        t('提示', 'Warnings'),
        t('内容哈希', 'Hash'),
      ]}
      words={[1, 7]}
      rows={rows.map((file) => [
        <When at={file.imported_at} />,
        file.source === 'bank' ? (
          t('银行自动送来', 'From the bank')
        ) : (
          <a href={`/b/files/${file.id}/withdrawal`}>
            {file.given_by_name ?? t('人传的', 'by hand')}
          </a>
        ),
        file.statements_count,
        file.lines_count,
        file.held_count,
        sizeOf(file.bytes_count),
        file.warnings_count > 0 ? <Tag is="warn">{file.warnings_count}</Tag> : '—',
        <code>{file.content_hash.slice(0, 12)}</code>,
      ])}
    />
  )
}
const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${Math.ceil(bytes / (1024 * 1024))} MB`
