import type { FC } from 'hono/jsx'
import { exportRoutes } from '../../exports/routes'
import { usualSpan } from '../../exports/span-rules'
import { cookieCredential } from '../../identity/tokens'
import { refuse } from '../../kernel/refusals'
import { localDate } from '../../kernel/time'
import type { Kind } from '../../platform/actor'
import { useSay } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { throughApi } from '../intake/through-api'
import { Choice, Field } from '../ui/form'

const FORMATS = [
  ['xlsx', 'Excel 表（.xlsx）', 'Excel (.xlsx)'],
  ['csv', 'CSV 表', 'CSV'],
  ['hledger', 'hledger 文本', 'hledger journal'],
  ['beancount', 'Beancount 文本', 'Beancount file'],
] as const

const Form: FC<{ here: string; from: string; to: string }> = ({ here, from, to }) => {
  const t = useSay()
  return (
    <form method="get" action={`${here}/file`} class="card">
      <Choice
        name="format"
        label={t('什么格式', 'Format')}
        of={FORMATS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
      />
      <Field name="from" label={t('从哪天起', 'From')} type="date" value={from} max={to} required />
      <Field
        name="to"
        label={t('到哪天止（最多 366 天）', 'To (366 days at most)')}
        type="date"
        value={to}
        max={to}
        required
      />
      <button type="submit">{t('下载', 'Download')}</button>
    </form>
  )
}

/** The books as a file for the accountant: opening balances, every transfer, closing balances that must agree. */
for (const [prefix, kind, address] of [
  ['/m', 'staff', '/v1/merchants/me/exports/journal'],
  ['/b', 'bank', '/v1/exports/journal'],
  ['/o', 'operator', '/v1/exports/journal'],
] as const satisfies readonly (readonly [string, Kind, string])[]) {
  const here = `${prefix}/export`
  page('GET', here, kind, async ({ c, t }) => {
    const today = localDate(c.var.world.now())
    return (
      <Frame title={t('导出账簿', 'Export the books')}>
        <p>
          {t(
            '给会计的文件：期初余额、每一笔、期末余额。另一个程序读进去，余额也一分不差。',
            'For accountants: opening balances, every entry, closing balances. Another program reaches the same sums.',
          )}
        </p>
        <Form here={here} {...usualSpan(today)} />
      </Frame>
    )
  })
  page('GET', `${here}/file`, kind, async (visit) => {
    const { c } = visit
    const who = await cookieCredential(c.req.raw, kind, c.var.world.config.stage)
    if (!who) refuse('not_signed_in')
    const url = new URL(address, c.req.url)
    url.search = new URL(c.req.url).search
    return throughApi(visit, { routes: exportRoutes, who, request: new Request(url) })
  })
}
