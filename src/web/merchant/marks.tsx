import { listInsiderMarksOperation } from '../../insiders/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, Facts, Money, Tag, When } from '../ui/text'

/** Uses that look as if the shop had made them up: what is marked, what is not payable yet, and until when. */
page('GET', '/m/marks', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const marks = await ask(listInsiderMarksOperation, {
    query: { limit: '50', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame title={t('被标记的使用', 'Marked uses')}>
      <p>
        {t(
          '像是店里人自己做的使用会被标记：持卡人就是店员、同一台设备、一阵子不经手机的使用。超过限额的，它和它之后挣的钱等满一天、或持卡人认了才付；主管部门也看得到。',
          'Uses that look made up by the shop are marked. Above a sum the money waits for a day or for the holder.',
        )}
      </p>
      {marks.totals === null ? null : (
        <section class="card">
          <Facts
            of={[
              [
                t('近 30 天', 'Thirty days'),
                <>
                  {t(`${marks.totals.marked_count} 笔，`, `${marks.totals.marked_count} uses, `)}
                  <Money fen={marks.totals.marked_fen} />
                </>,
              ],
              [t('现在先不付', 'Not payable yet'), <Money fen={marks.totals.withheld_fen} />],
            ]}
          />
        </section>
      )}
      {marks.data.length === 0 ? (
        <Empty>{t('没有被标记的使用。', 'No use is marked.')}</Empty>
      ) : (
        <Grid
          caption={t('被标记的使用', 'Marked uses')}
          head={[
            t('时间', 'When'),
            t('为什么', 'Why'),
            t('多少', 'How much'),
            t('付不付', 'State'),
          ]}
          words={[1, 3]}
          rows={marks.data.map((one) => [
            <When at={one.made_at} />,
            t(one.message, one.message_en),
            <Money fen={one.fen} />,
            one.is_withheld && one.withheld_until !== null ? (
              <>
                <Tag is="warn">{t('先不付，到', 'waits until')}</Tag>{' '}
                <When at={one.withheld_until} />
              </>
            ) : (
              <Tag>{t('照常付', 'payable')}</Tag>
            ),
          ])}
        />
      )}
      <More of={marks} href="/m/marks" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
