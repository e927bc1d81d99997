import { EMBED_SCRIPT } from '../../calculator/embed'
import { KIND_NAMES, KINDS } from '../calculator/words'
import { page } from '../door'
import { Frame } from '../frame'
import { webRoutes } from '../router'

/** The form other sites put on their pages: plain HTML that opens our page, and shows the answer in place with the script. */
page('GET', '/calculator/embed', 'public', async ({ c, t }) => {
  const { origin } = new URL(c.req.url)
  return (
    <Frame sheet="public" title={t('放到您的网站上', 'On your own site')}>
      <p>
        {t(
          '消费者协会、法院、媒体可以把下面的表单放到自己的网页上：没有脚本时打开本站的算式；有脚本（不到 2 KB）时答案显示在表单下面。不保存、不跟踪。',
          'Put this form on your page: without a script it opens our sums, with it the answer stands below; nothing is kept.',
        )}
      </p>
      {KIND_NAMES.map((kind) => (
        <>
          <h2>{t(KINDS[kind].zh, KINDS[kind].en)}</h2>
          <pre tabindex={0} lang="zh-CN">
            {snippet(origin, kind)}
          </pre>
        </>
      ))}
      <h2>{t('自己写程序', 'From a program')}</h2>
      <p>
        {t('从任何网站都可以直接问：', 'Any site may ask: ')}
        <code>POST {origin}/v1/refund-calculations</code>、
        <code>POST {origin}/v1/refund-batches</code>
        {t('（一张表进，一张表出），不用密钥。', ' (one sheet in, one out), without a key.')}{' '}
        <a href="/docs">{t('接口文档', 'API reference')}</a>
      </p>
    </Frame>
  )
})

const FIELDS: Record<(typeof KIND_NAMES)[number], readonly (readonly [string, string])[]> = {
  stored_value: [
    ['bonus_fen_0', '送了多少元'],
    ['balance_fen_0', '还剩多少元'],
  ],
  count: [
    ['visits_0', '买了几次'],
    ['bonus_visits_0', '送了几次'],
    ['left_0', '还剩几次'],
    ['list_price_fen_0', '单次原价（元，不知道就空着）'],
  ],
  period: [
    ['months_0', '几个月'],
    ['starts_on_0', '从哪天起能用'],
    ['stopped_on_0', '店家从哪天起不给用'],
  ],
  package: [['used_percent_0', '完成了百分之几']],
}
function snippet(origin: string, kind: (typeof KIND_NAMES)[number]): string {
  const input = ([name, label]: readonly [string, string]) =>
    `  <label>${label} <input name="${name}"${name.includes('_on') ? ' type="date"' : ''}></label>`
  return [
    `<form data-yufubao action="${origin}/calculator" method="get">`,
    `  <input type="hidden" name="kind" value="${kind}"><input type="hidden" name="do" value="answer">`,
    '  <label>发生了什么 <select name="ground">',
    '    <option value="shop_closed">店关门、联系不上</option><option value="own_wish">我自己不想用了</option>',
    '    <option value="health">生病、受伤</option><option value="unknown">说不清</option></select></label>',
    ...[['paid_fen_0', '实际付了多少元'] as const, ['paid_on_0', '哪天付的'] as const].map(input),
    ...FIELDS[kind].map(input),
    input(['terminated_on', '哪天起不用了']),
    '  <button>算一算</button>',
    '</form>',
    `<script src="${origin}/embed/refund.js" defer></script>`,
  ].join('\n')
}

webRoutes.get('/embed/refund.js', (c) =>
  c.body(EMBED_SCRIPT, 200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'public, max-age=3600',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  }),
)
