import type { TABLE_ENDING, TroubleKind } from './trouble-rules'

/**
 * What to do first about each kind of trouble, in one line of Chinese and one of English, for the page and the message at
 * three in the morning. docs/RUNBOOK.md has an entry for each; a test holds the two together.
 */
export const RUNBOOK: Record<TroubleKind | typeof TABLE_ENDING, readonly [zh: string, en: string]> =
  {
    coverage_short: [
      '打开“缺口”，按店看差在哪天、差在谁；叫银行当班人一起查，出款已自动停',
      'Open the shortages, see which day and which house differs; call the bank. Payouts wait by themselves',
    ],
    books_mismatch: [
      '打开这次全账检查，按第一条的编号看两边；先停部署，别改库',
      'Open the run, compare both sides of its first finding; stop deploying, change nothing in the database',
    ],
    books_incomplete: [
      '看任务里这次检查的错误，再让它跑一次',
      'See the error of the run among the jobs, and let it run once more',
    ],
    provider_differs: [
      '打开“支付机构的账”，看差额从哪天起；先叫支付机构，再认领或登记差错',
      'Open the provider’s book, see since which day; ask the provider, then explain it by two people',
    ],
    jobs_dead: [
      '打开“死信”，看最早一件的原因；修好再点重试',
      'Open the dead letters, read the oldest; retry when its cause is gone',
    ],
    jobs_broken: [
      '打开“任务”，看出错的那个和错误；多半是上一次部署，退回上个版本',
      'Open the jobs, read the error; usually the last deploy: roll it back',
    ],
    jobs_late: [
      '先看 Cloudflare 的定时触发是不是停了；停了就重新部署，任务会自己补上',
      'See whether the cron triggers run; if not deploy again. Jobs catch up by themselves',
    ],
    breaks_overdue: [
      '打开“对账差异”，把过期的分给人，各写一句进展',
      'Open the differences, give each overdue one to somebody, with a word of how it stands',
    ],
    days_unclosed: [
      '打开“未封的日子”，看缺谁的对账单；向银行要，到了就封',
      'Open the unclosed days, see whose statement is missing; ask the bank, then close',
    ],
    payouts_rejected: [
      '打开出款，看退回原因；账户变更的叫店主改，银行的错请银行重发',
      'Open the payouts, read the reason; a changed account is the owner’s to correct, a bank’s error the bank’s',
    ],
    instructions_overdue: [
      '打开“指令”，先查询结果，不要重发；没有结果就打电话给对方值班',
      'Open the instructions: ask for the result, never send again; then call the other side',
    ],
    silence_waiting: [
      '录入明年的放假安排（城市参数，两个人）',
      'Enter next year’s holidays (city tables, two people)',
    ],
    facts_open: [
      '打开“支付机构的账”，逐件认领，第二个人复核',
      'Open the provider’s book, explain each, a second person agrees',
    ],
    disputes_open: [
      '看期限最近的一件，按清单交证据',
      'See the one that is due first; hand in the evidence on its list',
    ],
    readings_unusual: [
      '打开“查阅告警”，问查的人和他的主管；不正当的停用这个人，写进记录',
      'Open the alarms about readings, ask who read and their superior; disable whoever had no reason',
    ],
    letters_dead: [
      '打开“没送到的”，看是短信还是推送；地址错的停掉，通道好了再重发',
      'Open the undelivered; end wrong addresses, send again when the gateway is back',
    ],
    notices_late: [
      '看短信通道的状态页和余额；通了会自己发完，不要手工补发',
      'See the SMS gateway’s status and credit; the queue empties itself, send nothing by hand',
    ],
    jobs_retrying: [
      '不用做什么；一小时后还在就看原因',
      'Nothing; read the reason if it is still there in an hour',
    ],
    shops_waiting: [
      '打开店家，核对证照和账户，接入或退回',
      'Open the shops, check papers and account, admit or return',
    ],
    changes_waiting: ['打开店家变更，核对证明', 'Open the changes, check the papers'],
    raises_waiting: ['打开这家店，同意或不同意升级', 'Open the shop, agree or not'],
    photos_waiting: [
      '打开门面照片，给顾客看或写明原因不给看',
      'Open the pictures; show them, or refuse with a reason',
    ],
    city_rows_waiting: [
      '打开城市参数，对着来源看一遍再复核',
      'Open the city tables, read the source, then agree',
    ],
    table_ending: [
      '按来源录入下一段（城市参数，两个人）',
      'Enter what follows from its source (city tables, two people)',
    ],
  }
