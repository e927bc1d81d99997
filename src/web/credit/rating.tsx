import { rateShopOperation } from '../../credit/routes'
import { actPage } from '../act-page'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice } from '../ui/form'

const STARS = [5, 4, 3, 2, 1] as const

page('GET', '/c/redemptions/:id/rating', 'consumer', async ({ params, t }) => (
  <Frame
    title={t('评价这家店', 'Rate the shop')}
    lead={t(
      '只有自己用过、自己确认过的才能评价；一家店三十天一次。店家看不到是谁评的。',
      'Only a use of your own can be rated, once in thirty days; the shop is not told who did.',
    )}
  >
    <form method="post" action={`/c/redemptions/${params.id}/rating`} class="card">
      {key()}
      <Choice
        name="stars"
        label={t('几颗星', 'Stars')}
        of={STARS.map((n) => [String(n), t(`${n} 星`, `${n}`)] as const)}
      />
      <button type="submit">{t('评价', 'Rate')}</button>
    </form>
  </Frame>
))
actPage('/c/redemptions/:id/rating', 'consumer', {
  act: rateShopOperation,
  says: ({ params, form }) => ({ params, body: { stars: Number(form.get('stars')) } }),
  leads: ({ id }) => `/c/redemptions/${id}`,
  again: '/c/redemptions/:id/rating',
})
