import { batchBytes, batchReply } from '../../batches/batch-routes'
import { refuse } from '../../kernel/refusals'
import { GROUND_NAMES, GROUNDS } from '../../reckoning/grounds'
import { page } from '../door'
import { Frame } from '../frame'
import { webRoutes } from '../router'
import { Choice, Field } from '../ui/form'

const FILE = '/calculator/batch/file'
/** A group case: a sheet of holders goes in, a sheet with every figure and its derivation comes out; nothing is kept. */
page('GET', '/calculator/batch', 'public', async ({ t }) => (
  <Frame sheet="public" title={t('一组人一起算', 'A whole group at once')}>
    <p>
      {t(
        '一张表（CSV 或 Excel），每人一行，几笔付款就连着写几行。第一行是表头：',
        'A sheet (CSV or Excel), a row for each payment, the rows of one holder together. Its head:',
      )}
    </p>
    <pre tabindex={0} lang="zh-CN">
      {
        '编号,卡种,实付,付款日,赠送,余额,次数,剩余次数,单次原价,天数,到期日,已退\n甲,储值卡,2000,2025-05-30,1000,2566,,,,,,\n乙,次卡,3800,2025-06-01,2,,24,19.5,200,,,'
      }
    </pre>
    <form method="post" action={FILE} enctype="multipart/form-data" class="card">
      <Field
        name="file"
        label={t('表格文件', 'The sheet')}
        type="file"
        accept=".csv,.xlsx"
        required
      />
      <Choice
        name="ground"
        label={t('发生了什么（表里没有写的人）', 'What happened, where a row does not say')}
        value="shop_closed"
        of={GROUND_NAMES.map(
          (name) => [name, t(GROUNDS[name].text, GROUNDS[name].text_en)] as const,
        )}
      />
      <Field name="terminated_on" label={t('哪天结束', 'It ended on')} type="date" required />
      <Field
        name="stopped_on"
        label={t('店家哪天停业（期限卡用）', 'The shop stopped on')}
        type="date"
      />
      <Choice
        name="format"
        label={t('结果要什么格式', 'Format of the result')}
        value="xlsx"
        of={[
          ['xlsx', 'Excel'],
          ['csv', 'CSV'],
        ]}
      />
      <button type="submit">{t('算出每个人的', 'Work out everybody’s')}</button>
    </form>
    <p class="small mute">
      {t(
        '不保存。哪一行填得不对，写在那一行最后一格。至多 4 MB、50,000 行。',
        'Nothing is kept. What is wrong in a row stands in its last cell. At most 4 MB and 50,000 rows.',
      )}
    </p>
  </Frame>
))

/** The form's file and its fields, as the route of the API takes them. */
webRoutes.post(FILE, async (c) => {
  const form = await c.req.formData()
  const file = form.get('file')
  if (!(file instanceof File)) refuse('batch_unreadable', { detail: '没有选文件' })
  const asked = [...form].filter(([name, value]) => name !== 'file' && value !== '')
  const query = Object.fromEntries(asked.map(([name, value]) => [name, String(value)]))
  return batchReply(c, await batchBytes(file.stream()), query)
})
