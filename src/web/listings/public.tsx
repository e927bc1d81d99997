import { districtName } from '../../kernel/city'
import { listPublicListingsOperation } from '../../listings/routes'
import { page } from '../door'
import { Frame } from '../frame'
import { Grid, More } from '../ui/table'
import { Empty, When } from '../ui/text'
import { CLASSES, COLOURS } from './parts'

/** What anybody may know: who is on the red and the black list, until when, and no natural person's name. */
page('GET', '/listings', 'public', async ({ c, ask, t, city }) => {
  const cursor = c.req.query('cursor')
  const found = await ask(listPublicListingsOperation, {
    query: { limit: '50', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame
      title={t('红黑名单', 'Red and black list')}
      lead={t(
        '企业写名字，个体工商户隐去。列入黑名单的店不再卖新卡，已有的卡照常用、照常退。',
        'Companies by name, others masked. A black-listed shop sells no new cards; cards go on and are refunded as ever.',
      )}
    >
      {found.data.length === 0 ? (
        <Empty>{t('现在没有公布的名单。', 'Nothing is published now.')}</Empty>
      ) : (
        <Grid
          caption={t('红黑名单', 'Red and black list')}
          words={[1, 4]}
          head={[
            t('店', 'Shop'),
            t('名单', 'List'),
            t('区市', 'District'),
            t('为什么', 'Why'),
            t('公布', 'Published'),
            t('到', 'Until'),
          ]}
          rows={found.data.map((one) => [
            one.public_name,
            `${t(...COLOURS[one.colour])} · ${t(...CLASSES[one.class])}`,
            districtName(city, one.district),
            one.ground,
            <When at={one.published_at} />,
            <time>{one.until_on}</time>,
          ])}
        />
      )}
      <More of={found} href="/listings" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
