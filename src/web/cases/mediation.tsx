import { localDate } from '../../kernel/time'
import { listMediationsOperation } from '../../supervision/mediation'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Money, Tag, When } from '../ui/text'

const PLACES = { refund: 'refunds', use: 'holds' } as const

/** What two sides do not agree about: refunds with a difference, and uses the holder contests; the nearest day first. */
page('GET', '/r/mediation', 'regulator', async ({ ask, t, c }) => {
  const waiting = await ask(listMediationsOperation, {
    query: { limit: '100', cursor: c.req.query('cursor') },
  })
  return (
    <Frame title={t('调解', 'Mediation')}>
      <p>
        <a class="inline" href="/r/complaints">
          {t('投诉和举报', 'Complaints and reports')}
        </a>
        {' · '}
        <a class="inline" href="/r/complaints/figures">
          {t('投诉统计', 'Complaints in figures')}
        </a>
      </p>
      <p class="note">
        {t(
          '有争议的只有差额；没有争议的钱已经在退。期限到了没有裁定，差额退给顾客。',
          'Only the difference is disputed; the rest is being refunded. Undecided in time, the customer gets it.',
        )}
      </p>
      {waiting.data.length === 0 ? (
        <Empty>
          <p>{t('没有等着调解的事。', 'Nothing waits for mediation.')}</p>
          <p>
            <a class="button plain" href="/r">
              {t('回待办', 'Back to work')}
            </a>
          </p>
        </Empty>
      ) : (
        <Grid
          caption={t('等着调解的事', 'What waits for mediation')}
          head={[
            t('店', 'Shop'),
            t('哪一种', 'Kind'),
            t('顾客说', 'About'),
            t('提出异议', 'Contested'),
            t('裁定期限', 'Decide by'),
            t('有争议的钱', 'In dispute'),
          ]}
          words={[1, 2, 3, 4]}
          rows={waiting.data.map((one) => [
            <a href={`/r/mediation/${PLACES[one.kind]}/${one.subject_id}`}>{one.merchant_name}</a>,
            one.kind === 'refund' ? t('退款差额', 'refund') : t('不认的核销', 'use'),
            one.about,
            one.contested_at === null ? '—' : <When at={one.contested_at} />,
            <>
              {one.decide_by === null ? '—' : localDate(one.decide_by)}{' '}
              {one.is_due ? <Tag is="bad">{t('今天', 'today')}</Tag> : null}
              {one.is_escalated ? <Tag is="warn">{t('已上报', 'escalated')}</Tag> : null}
            </>,
            <Money fen={one.money_fen} />,
          ])}
        />
      )}
      <More of={waiting} href="/r/mediation" word={t('期限更晚的', 'Later ones')} />
    </Frame>
  )
})
