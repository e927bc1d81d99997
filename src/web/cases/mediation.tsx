import { localDate } from '../../kernel/time'
import { number, page, text } from '../door'
import { Frame } from '../frame'
import { wholeList } from '../regulator/gather'
import { Grid } from '../ui/table'
import { Empty, Money, Tag, When } from '../ui/text'

/** What two sides do not agree about: refunds with a difference, and uses the holder contests. */
page('GET', '/r/mediation', 'regulator', async ({ ask, t, c }) => {
  const [refunds, holds] = await Promise.all([
    wholeList(ask, 'listRefunds', { status: 'contested' }),
    wholeList(ask, 'listHolds', { status: 'contested' }),
  ])
  const today = localDate(c.var.world.now())
  return (
    <Frame title={t('调解', 'Mediation')}>
      <p class="note">
        {t(
          '有争议的只有差额；没有争议的钱已经在退。期限到了没有裁定，差额退给顾客。',
          'Only the difference is disputed; the rest is being refunded. Undecided in time, the customer gets it.',
        )}
      </p>
      {refunds.rows.length + holds.rows.length === 0 ? (
        <Empty>
          <p>{t('没有等着调解的事。', 'Nothing waits for mediation.')}</p>
          <p>
            <a class="button plain" href="/r">
              {t('回待办', 'Back to work')}
            </a>
          </p>
        </Empty>
      ) : null}
      {refunds.rows.length === 0 ? null : (
        <>
          <h2>{t('退款差额', 'Disputed refunds')}</h2>
          <Grid
            caption={t('退款差额', 'Disputed refunds')}
            head={[
              t('店', 'Shop'),
              t('顾客说', 'Ground'),
              t('裁定期限', 'Decide by'),
              t('差额', 'Difference'),
            ]}
            words={[1, 2]}
            rows={refunds.rows.map((refund) => {
              const by = text(refund, 'decide_by')
              return [
                <a href={`/r/mediation/refunds/${text(refund, 'id')}`}>
                  {text(refund, 'shop_name')}
                </a>,
                text(refund, 'ground_text'),
                <>
                  {by ? localDate(by) : '—'}{' '}
                  {by && localDate(by) <= today ? <Tag is="bad">{t('今天', 'today')}</Tag> : null}
                  {refund.escalated_at ? <Tag is="warn">{t('已上报', 'escalated')}</Tag> : null}
                </>,
                <Money fen={number(refund, 'disputed_fen')} />,
              ]
            })}
          />
        </>
      )}
      {holds.rows.length === 0 ? null : (
        <>
          <h2>{t('顾客不认的核销', 'Contested uses')}</h2>
          <Grid
            caption={t('顾客不认的核销', 'Contested uses')}
            head={[
              t('店', 'Shop'),
              t('项目', 'What'),
              t('提出异议', 'Contested'),
              t('留着', 'Held'),
            ]}
            words={[1, 2]}
            rows={holds.rows.map((hold) => [
              <a href={`/r/mediation/holds/${text(hold, 'id')}`}>{text(hold, 'shop_name')}</a>,
              text(hold, 'label'),
              <When at={text(hold, 'contested_at')} />,
              <Money fen={number(hold, 'held_fen')} />,
            ])}
          />
        </>
      )}
    </Frame>
  )
})
