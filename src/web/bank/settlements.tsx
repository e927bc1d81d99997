import { listParkedLinesOperation, listSettlementsOperation } from '../../custody/routes'
import { listPaymentEventsOperation } from '../../payments/inbox'
import { page } from '../door'
import { Frame } from '../frame'
import { Day } from '../intake/bank-lines'
import { Grid, More } from '../ui/table'
import { Empty, Money, Notice, Tag, When } from '../ui/text'
import { waitingTone } from '../ui/tones'
import { askedIn, merchantNames } from './words'

/** Consumers' money on its way from the provider into custody, one row per shop and day. */
page('GET', '/b/settlements', 'bank', async ({ ask, c, t }) => {
  const settled = await ask(listSettlementsOperation, { query: askedIn(c.req.url, ['cursor']) })
  const rows = settled.data
  const names = await merchantNames(
    ask,
    rows.map(({ merchant_id }) => merchant_id),
  )
  return (
    <Frame title={t('入专户的各笔', 'Into custody')}>
      <p class="note">
        {t(
          '顾客付多少就入多少：手续费由平台垫付、店家承担，不从顾客的钱里扣。还没有到支付机构结算日的，是在途。',
          'What consumers paid goes in whole; fees are the shop’s.',
        )}
      </p>
      {rows.length === 0 ? (
        <Empty>{t('还没有入过专户。', 'Nothing yet.')}</Empty>
      ) : (
        <Grid
          caption={t('入专户的各笔', 'Into custody')}
          head={[
            t('日子', 'Day'),
            t('店', 'Shop'),
            t('笔数', 'Payments'),
            t('入专户', 'Into custody'),
            t('手续费', 'Fee'),
            t('状态', 'State'),
            t('银行流水', 'Bank reference'),
          ]}
          words={[1, 5, 6]}
          rows={rows.map((row) => [
            <Day on={row.day} />,
            <a href={`/b/merchants/${row.merchant_id}`}>{names.get(row.merchant_id) ?? ''}</a>,
            row.items_count,
            <Money fen={row.gross_fen} />,
            <Money fen={row.fee_fen} />,
            row.status === 'settled' ? (
              <Tag is="safe">{t('已入', 'settled')}</Tag>
            ) : (
              <Tag is="warn">{t('等银行确认', 'waiting')}</Tag>
            ),
            <code>{row.bank_ref || '—'}</code>,
          ])}
        />
      )}
      <More of={settled} href="/b/settlements" word={t('更早的', 'Earlier')} />
      <p>
        <a class="inline" href="/b/parked">
          {t('对不上、挂着的各行', 'Parked lines')}
        </a>
      </p>
    </Frame>
  )
})

/** What the provider told and no order of ours explains: it moved nothing and waits for a person. */
page('GET', '/b/parked', 'bank', async ({ ask, c, t }) => {
  const [parked, events] = await Promise.all([
    ask(listParkedLinesOperation, { query: askedIn(c.req.url, ['cursor']) }),
    ask(listPaymentEventsOperation, { query: { limit: '50' } }),
  ])
  const [lines, notices] = [parked.data, events.data]
  const is_anything = lines.length > 0 || notices.length > 0
  return (
    <Frame title={t('挂账：等人来看', 'Parked')}>
      <Notice is={waitingTone(is_anything)}>
        {is_anything
          ? t('这些都没有动钱。', 'None of these moved money.')
          : t('没有挂账。', 'Nothing is parked.')}
      </Notice>
      <p>
        <a class="button plain" href="/b/facts">
          {t('逐件了结', 'End them one by one')}
        </a>
        <a class="button plain" href="/b/disputes">
          {t('付款争议', 'Payment disputes')}
        </a>
      </p>
      {lines.length === 0 ? null : (
        <Grid
          caption={t('支付机构账单上的', 'Provider lines')}
          show_caption
          head={[
            t('挂账时间', 'Since'),
            t('为什么', 'Why'),
            t('付的', 'Gross'),
            t('手续费', 'Fee'),
            t('编号', 'Reference'),
          ]}
          words={[1, 4]}
          rows={lines.map((line) => [
            <When at={line.parked_at} />,
            line.reason_text,
            <Money fen={line.gross_fen} />,
            <Money fen={line.fee_fen} />,
            <code>{line.ref}</code>,
          ])}
        />
      )}
      <More of={parked} href="/b/parked" word={t('后面的', 'More')} />
      {notices.length === 0 ? null : (
        <Grid
          caption={t('支付通知', 'Payment notices')}
          show_caption
          head={[
            t('收到', 'Received'),
            t('通知', 'Notice'),
            t('原因', 'Reason'),
            t('金额', 'Amount'),
          ]}
          words={[1, 2]}
          rows={notices.map((event) => [
            <When at={event.received_at} />,
            <code>{event.type}</code>,
            event.reason || '—',
            event.amount_fen === null ? '—' : <Money fen={event.amount_fen} />,
          ])}
        />
      )}
    </Frame>
  )
})
