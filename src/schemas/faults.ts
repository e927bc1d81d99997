import type * as z from 'zod'

type Issue = z.core.$ZodIssue
const NAMES: Record<string, string> = {
  string: '文字',
  number: '数',
  int: '整数',
  boolean: '是或否',
  array: '一组',
  object: '一组字段',
}
const FORMATS: Record<string, string> = {
  date: '日期，如 2026-03-02',
  datetime: '时刻，如 2026-03-02T01:00:00.000Z',
  regex: '规定的写法',
  url: '网址',
  email: '邮箱',
}

/** What is wrong with one field, in plain Chinese; a message of our own schemas is said as it stands. */
export function faultMessage(issue: Issue): string {
  if (/[\u4e00-\u9fff]/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? '没有填'
        : `须是${NAMES[issue.expected] ?? issue.expected}`
    case 'too_small':
      return boundSaid(issue.origin, issue.minimum, issue.inclusive !== false, '至少', '大于')
    case 'too_big':
      return boundSaid(issue.origin, issue.maximum, issue.inclusive !== false, '至多', '小于')
    case 'invalid_format':
      return `须是${FORMATS[issue.format] ?? '规定的写法'}`
    case 'unrecognized_keys':
      return `没有这个字段：${issue.keys.join('、')}`
    case 'invalid_value':
      return `须是其中之一：${issue.values.map(String).join('、')}`
    case 'not_multiple_of':
      return `须是 ${issue.divisor} 的倍数`
    case 'invalid_union':
      return '不是认得的写法'
    default:
      return '不符合要求'
  }
}
function boundSaid(
  origin: string,
  bound: number | bigint,
  inclusive: boolean,
  at: string,
  beyond: string,
): string {
  const word = inclusive ? at : beyond
  if (origin === 'string') return bound === 1 && at === '至少' ? '没有填' : `${word} ${bound} 个字`
  if (origin === 'array' || origin === 'set') return `${word} ${bound} 项`
  return `${word}${inclusive ? '是' : ''} ${bound}`
}
