import {
  listBookFindingsOperation,
  listBookPassesOperation,
  listBookRunsOperation,
  readBookRunOperation,
  startBookRunOperation,
} from '../../books/routes'
import { readTrialBalanceOperation } from '../../ledger/routes'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Progress } from '../ui/progress'
import { Grid, More } from '../ui/table'
import { Empty, Facts, Money, Notice, When } from '../ui/text'
import { differenceTone } from '../ui/tones'
import { Result } from './health'

/** Every check of the whole books, and whether the sum over all accounts is nought. */
page('GET', '/o/books', 'operator', async ({ ask, c, t }) => {
  const cursor = c.req.query('cursor')
  const [runs, book] = await Promise.all([
    ask(listBookRunsOperation, { query: { cursor } }),
    ask(readTrialBalanceOperation),
  ])
  const rows = runs.data
  const sum = book.sum_fen
  return (
    <Frame title={t('账', 'The books')}>
      <CheckNow />
      <h2>{t('历次检查', 'Checks')}</h2>
      {rows.length === 0 ? (
        <Empty>
          <p>{t('还没有检查过。', 'None yet.')}</p>
        </Empty>
      ) : (
        <Grid
          caption={t('历次检查', 'Checks')}
          words={[1, 2]}
          head={[
            t('开始', 'Began'),
            t('范围', 'Scope'),
            t('结果', 'Result'),
            t('看过', 'Looked at'),
            t('不一致', 'Findings'),
          ]}
          rows={rows.map((run) => [
            <a href={`/o/books/${run.id}`}>
              <When at={run.started_at} />
            </a>,
            run.scope === 'full' ? t('全部', 'everything') : t('每晚', 'nightly'),
            <Result of={run.result} />,
            run.looked_at,
            run.findings_count,
          ])}
        />
      )}
      <More of={runs} href="/o/books" word={t('更早的', 'Earlier')} />
      <h2>{t('试算平衡', 'Trial balance')}</h2>
      <Notice is={differenceTone(sum)}>
        {t('全部账户合计 ', 'All accounts together: ')}
        <Money fen={sum} />
        {sum === 0 ? t('，平。', ', balanced.') : t('，不平！', ', not balanced!')}
      </Notice>
      <Grid
        caption={t('试算平衡', 'Trial balance')}
        head={[t('账户', 'Account'), t('个数', 'Count'), t('余额', 'Balance')]}
        rows={book.lines.map((line) => [
          <code>{line.account}</code>,
          line.accounts_count,
          <Money fen={line.balance_fen} />,
        ])}
        sum={[t('合计', 'Total'), '', <Money fen={sum} />]}
      />
    </Frame>
  )
})
const CheckNow = () => {
  const t = useSay()
  return (
    <form method="post" action="/o/books" class="card">
      {key()}
      <p>
        {t(
          '从第一行起检查每一张卡、每一笔分录；只看，不改账。每晚另有一次：新的、动过的都看，旧的三十晚看一遍。',
          'Checks everything from the first row; changes nothing. Nightly: what is new or touched, the old within thirty nights.',
        )}
      </p>
      <p class="buttons links">
        <button type="submit">{t('现在全部检查一次', 'Check everything now')}</button>
        <a class="button plain" href="/o/archives">
          {t('归档', 'Archive')}
        </a>
        <a class="button plain" href="/o/book-passes">
          {t('每项读到哪里', 'What was read when')}
        </a>
      </p>
    </form>
  )
}

page(
  'POST',
  '/o/books',
  'operator',
  async ({ c, form, ask }) => {
    const run = await ask(startBookRunOperation, {}, form.get('key') ?? undefined)
    return c.redirect(`/o/books/${run.id}`, 303)
  },
  { again: '/o/books' },
)

page('GET', '/o/books/:id', 'operator', async ({ ask, params, t }) => {
  const [run, found] = await Promise.all([
    ask(readBookRunOperation, { params }),
    ask(listBookFindingsOperation, { params, query: { limit: '100' } }),
  ])
  const running = run.state === 'running'
  const findings = found.data
  return (
    <Frame title={t('一次全账检查', 'A check of the books')} refresh_s={running ? 15 : undefined}>
      <p>
        <Result of={run.result} />
      </p>
      <section class="card">
        <Progress bp={run.progress_bp} label={t('进度', 'Progress')} />
        {running ? (
          <p class="small mute">
            {t('每 15 秒自动更新一次；每 5 分钟往前走一段。', 'Asks again every 15 seconds.')}
          </p>
        ) : null}
        <Facts
          of={[
            [t('项目', 'Passes'), `${run.passes_done} / ${run.passes_count}`],
            [t('正在查', 'At'), run.running_pass ?? '—'],
            [t('看过', 'Looked at'), t(`${run.looked_at} 项`, String(run.looked_at))],
            [t('不一致', 'Findings'), t(`${run.findings_count} 处`, String(run.findings_count))],
            [t('没能跑的', 'Could not run'), run.broken_passes.join('、') || t('没有', 'none')],
            [t('开始', 'Began'), <When at={run.started_at} />],
          ]}
        />
      </section>
      {findings.length === 0 ? null : (
        <Grid
          caption={t('不一致', 'Findings')}
          show_caption
          words={[1, 2, 3]}
          head={[
            t('哪一项', 'Pass'),
            t('哪一个', 'Which'),
            t('账上', 'Found'),
            t('应为', 'Expected'),
          ]}
          rows={findings.map((one) => [one.pass, <code>{one.id}</code>, one.found, one.expected])}
        />
      )}
      {findings.length === 0 && !running ? (
        <p class="note">{t('没有发现不一致。', 'Nothing disagrees.')}</p>
      ) : null}
      <p class="buttons links">
        <a class="button plain" href="/o/books">
          {t('回到账', 'Back')}
        </a>
      </p>
    </Frame>
  )
})

/** What was read when: the new every night, each part of the old within thirty. */
page('GET', '/o/book-passes', 'operator', async ({ ask, t }) => {
  const { data: passes } = await ask(listBookPassesOperation)
  const night = passes[0]?.new_read_at
  return (
    <Frame title={t('每项检查读到哪里', 'What was read when')}>
      <p class="note">
        {night ? (
          <>
            {t('新的和动过的，上次读完：', 'What is new or was touched was last read: ')}
            <When at={night} />
          </>
        ) : (
          t('还没有哪一晚读完过。', 'No night is over yet.')
        )}
      </p>
      <Grid
        caption={t('旧账', 'The old')}
        show_caption
        words={[0]}
        head={[
          t('项目', 'Pass'),
          t('旧账', 'Old rows'),
          t('段', 'Parts'),
          t('最久没读的一段', 'Longest unread'),
        ]}
        rows={passes.map((one) => {
          const oldest = one.oldest_read_at
          return [
            t(one.invariant, one.name),
            one.rows_count,
            one.parts_count,
            oldest ? <When at={oldest} /> : t('每晚整张读', 'all of it, nightly'),
          ]
        })}
      />
      <p class="buttons links">
        <a class="button plain" href="/o/books">
          {t('回到账', 'Back')}
        </a>
      </p>
    </Frame>
  )
})
