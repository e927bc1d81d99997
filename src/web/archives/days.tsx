import type { FC } from 'hono/jsx'
import {
  listArchivedDaysOperation,
  listArchivedTransfersOperation,
  readArchivedDayOperation,
} from '../../archives/routes'
import { useSay } from '../around'
import { type AnswerFor, page } from '../door'
import { accountKind, reasonWords } from '../figures/ledger-words'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Facts, Money, Notice, When } from '../ui/text'
import { stateTone } from '../ui/tones'

/** Days that moved out of the database, and each of them read back: the same for all who may look at it. */
for (const [reader, root] of [
  ['operator', '/o'],
  ['bank', '/b'],
  ['regulator', '/r'],
] as const)
  page('GET', `${root}/archives`, reader, async ({ ask, c, t }) => {
    const days = await ask(listArchivedDaysOperation, {
      query: { limit: '50', cursor: c.req.query('cursor') },
    })
    return (
      <Frame title={t('归档', 'Archive')}>
        <p class="note">
          {t(
            '满一年、封过账、查过账的日子移到归档：日志和划转在那里，余额和卡仍在库里。点开一天，就读回核对一遍。',
            'Days a year old, sealed and checked, move here: journal and transfers; balances and cards stay. Opening a day reads it back.',
          )}
        </p>
        <Days of={days} root={root} />
        <More of={days} href={`${root}/archives`} word={t('更早的', 'Earlier')} />
      </Frame>
    )
  })

const Days: FC<{ of: AnswerFor<typeof listArchivedDaysOperation>; root: string }> = ({
  of,
  root,
}) => {
  const t = useSay()
  if (of.data.length === 0)
    return <Empty>{t('还没有归档的日子。', 'No day has moved out yet.')}</Empty>
  return (
    <Grid
      caption={t('归档的日子', 'Archived days')}
      head={[
        t('日子', 'Day'),
        t('日志', 'Journal rows'),
        t('划转', 'Transfers'),
        t('金额', 'Moved'),
        t('移走', 'Moved out'),
      ]}
      rows={of.data.map((day) => [
        <a href={`${root}/archives/${day.day}`}>{day.day}</a>,
        day.journal_count,
        day.transfers_count,
        <Money fen={day.moved_fen} />,
        <When at={day.cleared_at} />,
      ])}
    />
  )
}

page('GET', '/r/archives/:day', 'regulator', async ({ ask, params, t }) => {
  const day = await ask(readArchivedDayOperation, { params })
  return (
    <Frame title={`${day.day} · ${t('归档', 'archive')}`}>
      <DayRead of={day} />
    </Frame>
  )
})
for (const [reader, root] of [
  ['operator', '/o'],
  ['bank', '/b'],
] as const)
  page('GET', `${root}/archives/:day`, reader, async ({ ask, c, params, t }) => {
    const [day, transfers] = await Promise.all([
      ask(readArchivedDayOperation, { params }),
      ask(listArchivedTransfersOperation, {
        params,
        query: { limit: '50', cursor: c.req.query('cursor') },
      }),
    ])
    return (
      <Frame title={`${day.day} · ${t('归档', 'archive')}`}>
        <DayRead of={day} />
        <h2>{t('划转', 'Transfers')}</h2>
        {transfers.data.length === 0 ? (
          <Empty>{t('这一天没有划转。', 'No money moved.')}</Empty>
        ) : (
          <Grid
            caption={t('划转', 'Transfers')}
            words={[1, 2, 3]}
            head={[
              t('时间', 'Time'),
              t('从', 'From'),
              t('到', 'To'),
              t('因为', 'For'),
              t('金额', 'Amount'),
            ]}
            rows={transfers.data.map((one) => [
              <When at={one.event_at} />,
              <Account id={one.from_account_id} />,
              <Account id={one.to_account_id} />,
              t(...reasonWords(one.reason)),
              <Money fen={one.amount_fen} />,
            ])}
          />
        )}
        <More of={transfers} href={`${root}/archives/${day.day}`} word={t('后面的', 'Further')} />
      </Frame>
    )
  })

/** Whose money it is in words, and the account's own number for whoever looks it up. */
const Account: FC<{ id: string }> = ({ id }) => {
  const t = useSay()
  return (
    <>
      {t(...accountKind(id))} <code class="small mute">{id.split(':')[1] ?? ''}</code>
    </>
  )
}

const DayRead: FC<{ of: AnswerFor<typeof readArchivedDayOperation> }> = ({ of }) => {
  const t = useSay()
  return (
    <section class="card">
      <Notice is={stateTone('read_back', of.is_whole ? 'whole' : 'broken')}>
        {of.is_whole
          ? t(
              `刚刚读回 ${of.verified_count} 段（共 ${of.segments_count} 段），与移走时一致。`,
              `${of.verified_count} of ${of.segments_count} segments were read back and are as they were.`,
            )
          : t('读回的与移走时记下的不一致！', 'What was read back is not what was written down!')}
      </Notice>
      <Facts
        of={[
          [t('日志', 'Journal rows'), String(of.journal_count)],
          [t('划转', 'Transfers'), String(of.transfers_count)],
          [t('金额', 'Moved'), <Money fen={of.moved_fen} />],
          [t('封账哈希', 'Hash of the close'), <code>{of.close_hash}</code>],
          [t('最后一段的哈希', 'Hash of the last segment'), <code>{of.last_hash}</code>],
          [t('移走', 'Moved out'), <When at={of.cleared_at} />],
        ]}
      />
    </section>
  )
}
