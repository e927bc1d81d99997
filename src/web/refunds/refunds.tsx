import { listRefundsOperation } from '../../refunds/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Row, Rows } from '../look/rows'
import { More } from '../ui/table'
import { Empty, Money, When } from '../ui/text'
import { currentTurn } from './refund-steps'

page('GET', '/c/refunds', 'consumer', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const refunds = await ask(listRefundsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  const rows = refunds.data
  return (
    <Frame title={t('我的退款', 'My refunds')}>
      {rows.length === 0 ? (
        <Empty>
          <p>
            {t(
              '还没有退款。哪张卡不想用了，打开那张卡，点“退款”。',
              'No refunds yet. Open a card and choose “Refund”.',
            )}
          </p>
          <a class="button" href="/c">
            {t('看我的卡', 'My cards')}
          </a>
        </Empty>
      ) : (
        <section class="card">
          <Rows>
            {rows.map((refund) => {
              const { tone, icon, word } = currentTurn(refund, t)
              return (
                <Row
                  href={`/c/refunds/${refund.id}`}
                  icon={icon}
                  tone={tone}
                  title={refund.merchant_name}
                  note={
                    <>
                      {word}
                      <br />
                      <When at={refund.requested_at} />
                    </>
                  }
                  right={
                    <b>
                      <Money fen={refund.total_fen} />
                    </b>
                  }
                />
              )
            })}
          </Rows>
        </section>
      )}
      <More of={refunds} href="/c/refunds" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
