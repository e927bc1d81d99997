import { listShopTipsOperation } from '../../tips/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, When } from '../ui/text'

/** What consumers say about shops that take prepayments and have not joined; who said it is shown to nobody. */
for (const [href, kind] of [
  ['/r/tips', 'regulator'],
  ['/o/tips', 'operator'],
] as const)
  page('GET', href, kind, async ({ c, ask, t }) => {
    const cursor = c.req.query('cursor')
    const tips = await ask(listShopTipsOperation, {
      query: { limit: '50', ...(cursor ? { cursor } : {}) },
    })
    const rows = tips.data
    return (
      <Frame title={t('顾客的线索：没有接入的店', 'Tips: shops that have not joined')}>
        {rows.length === 0 ? (
          <Empty>{t('还没有线索。', 'No tips yet.')}</Empty>
        ) : (
          <Grid
            caption={t('线索', 'Tips')}
            head={[
              t('店', 'Shop'),
              t('说的是', 'Says'),
              t('在哪里', 'Where'),
              t('说明', 'Note'),
              t('时间', 'When'),
            ]}
            words={[1, 2, 3]}
            rows={rows.map((tip) => [
              tip.shop_name,
              tip.kind === 'report' ? t('举报', 'report') : t('请它接入', 'invite'),
              `${tip.district_name} ${tip.address ?? ''}`,
              tip.note || '—',
              <When at={tip.created_at} />,
            ])}
          />
        )}
        <More of={tips} href={href} word={t('更早的', 'Earlier')} />
      </Frame>
    )
  })
