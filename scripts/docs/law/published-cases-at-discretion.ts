import { count, end, type PublishedCase } from './published-case'

/** Those in which the court weighed, or was asked for less. */
export const DIFFERENT_CASES: readonly PublishedCase[] = [
  {
    name: '健身卡一次没去，搬家',
    by: '上海市嘉定区人民法院',
    source: 'http://www.shfzb.com.cn/shfzb/html/2023-12/26/content_150503_685046.htm',
    told: '2,680 元一年卡，2022-09-01 起，10 月 7 日提出退卡，判退价款的 70%',
    request: {
      ...end('moved_away', '2022-10-07', {
        kind: 'period',
        paid_on: '2022-08-16',
        ...{ paid_fen: 268_000, starts_on: '2022-09-01', ends_on: '2023-08-31' },
      }),
      shop_claims: [{ label: '违约金', amount_fen: 80_400, kind: 'penalty' }],
    },
    expected: 187_600,
    why: '法院酌定退 70%，没有按天数；司法解释施行以前判的，算法不同',
  },
  {
    name: '舞蹈课 112 节，搬家不上了',
    by: '广州市白云区人民法院',
    source: 'https://dsynews.net/html/1543.html',
    told: '8,500 元 112 节，未上的合 6,071.43 元，判退 3,000 元',
    request: end('moved_away', '2020-07-01', {
      ...count({ paid_on: '2019-09-01', paid_fen: 850_000, visits: 112, left_visits: 80 }),
    }),
    expected: 300_000,
    why: '自身原因，法院酌定扣除店家的成本与预期利益；在给出的范围内，没有一个算式得出它',
  },
  {
    name: '网课 180 节一节没上，已过期',
    by: '上海市浦东新区人民法院',
    source: 'http://uqyw.com/lz/lzyl/51010.html',
    told: '21,780 元，自身原因一节没上，过期后起诉，判退 6,000 元',
    request: end('own_wish', '2020-07-15', {
      ...count({ paid_on: '2018-04-15', paid_fen: 2_178_000, visits: 180 }),
      ends_on: '2019-10-17',
    }),
    expected: 600_000,
    why: '过期后才退，法院按公平原则酌定；引擎按没有过期算，并写明过期的次数有争议',
  },
  {
    name: '舞蹈 200 课时送 40，剩 207，闭店',
    by: '江苏省南通市中级人民法院（二审维持）',
    source:
      'https://www.ctmanga.com/a/hua-2mo-yuan-shang-wu-dao-ban-cai-shang-ji-jie-ke-jiu-bi-dian-fa-yuan-tui-kuan-9000yuan.html',
    told: '20,900 元 240 课时，剩 207，家长按合同的 50% 条款只请求 9,013.13 元，全部支持',
    request: end('shop_closed', '2024-01-22', {
      ...count({ paid_on: '2021-01-16', paid_fen: 2_090_000, visits: 200, bonus_visits: 40 }),
      ...{ left_visits: 207, ends_on: '2024-01-16' },
    }),
    expected: 901_313,
    why: '家长只请求了一半（20,900 × 207 ÷ 240 的 50%），法院不能多判；依法可以请求的是全部',
  },
  {
    name: '古琴课三年 8,000 元，上了 7 次',
    by: '北京市平谷区人民法院',
    source: 'https://www.163.com/dy/article/KH2J6H8J0552VCI9.html',
    told: '8,000 元三年内学完，总次数没有约定，上 7 次后不学，判退 6,000 元',
    request: end('own_wish', '2025-04-15', {
      kind: 'package',
      paid_on: '2022-02-15',
      paid_fen: 800_000,
    }),
    expected: 600_000,
    why: '总次数没有约定，算不出比例；法院酌定，引擎给出范围并说明缺什么',
  },
]
