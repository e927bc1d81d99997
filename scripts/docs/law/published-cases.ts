import { count, end, type PublishedCase, stored } from './published-case'

/** Those whose sum follows from the numbers that were told. */
export const ALIKE_CASES: readonly PublishedCase[] = [
  {
    name: '采耳店充 2000 送 1000，用了 434',
    by: '河南省潢川县人民法院',
    source: 'https://www.163.com/dy/article/KDP5FT250525RMSC.html',
    told: '实付 2,000 元，赠 1,000 元，消费 434 元，卡上余额 2,566 元，店停业',
    request: end('shop_closed', '2025-10-01', {
      ...stored({ paid_on: '2022-05-30', paid_fen: 200_000, bonus_fen: 100_000 }),
      balance_fen: 256_600,
    }),
    expected: 171_100,
    why: '判决取整到元',
  },
  {
    name: '美容卡 30 次用了 19 次，店家失联',
    by: '江苏省昆山市人民法院',
    source: 'http://m.fzzdjz.com/article/103407.html',
    told: '4,000 元 30 次，用 19 次，判退未消费的 11 次并三倍赔偿',
    request: {
      ...end('shop_closed', '2024-12-01', {
        ...count({ paid_on: '2022-11-23', paid_fen: 400_000, visits: 30 }),
        left_visits: 11,
      }),
      fled: true,
    },
    expected: 146_667,
  },
  {
    name: '私教 70 节剩 46 节，频繁更换教练',
    by: '北京市海淀区人民法院',
    source: 'https://yaliqi.com/new/8a8bf211c4a5412ebb2f64c627d05ca8',
    told: '70 节 14,000 元，剩 46 节；店家要扣一半课程规划费，不予支持',
    request: {
      ...end('teacher_left', '2023-06-01', {
        ...count({ paid_on: '2022-06-01', paid_fen: 1_400_000, visits: 70 }),
        ...{ left_visits: 46, discounted: false },
      }),
      cause: 'merchant',
      shop_claims: [{ label: '课程规划费', amount_fen: 460_000 }],
    },
    expected: 920_000,
  },
  {
    name: '两次各买 50 节私教，剩 12 节',
    by: '北京市第一中级人民法院（二审维持）',
    source: 'https://www.cwdbkk.com/html_2/chongwuxizao/24783/list/5.html',
    told: '两份各 12,000 元 50 节，剩 12 节；店家要扣 20% 训练计划违约金，不予支持',
    request: {
      ...end(
        'teacher_left',
        '2019-06-01',
        count({ paid_on: '2017-02-23', paid_fen: 1_200_000, visits: 50, left_visits: 0 }),
        count({ paid_on: '2017-06-11', paid_fen: 1_200_000, visits: 50, left_visits: 12 }),
      ),
      cause: 'merchant',
    },
    expected: 288_000,
  },
  {
    name: '全脸精雕 3 次送 1 次，做了 3 次',
    by: '贵阳市花溪区人民法院',
    source: 'https://gzstv.com/a/be7da0fe72ee4fdd8cea7d49c5fca860',
    told: '24,800 元，3 次加送 1 次共 4 次，做了 3 次，项目已停',
    request: end('not_served', '2025-01-01', {
      ...count({ paid_on: '2021-06-01', paid_fen: 2_480_000, visits: 3, bonus_visits: 1 }),
      left_visits: 1,
    }),
    expected: 620_000,
    why: '送的一次摊进单价；不摊的另一种读法在范围里',
  },
  {
    name: '私教 144 节剩 66 节，腰椎间盘突出',
    by: '厦门市海沧区人民法院',
    source: 'http://szxc08.com/post/304.html',
    told: '46,080 元 144 节，剩 66 节，医生建议停止；30% 违约金不予支持',
    request: {
      ...end('health', '2025-05-01', {
        ...count({ paid_on: '2024-09-01', paid_fen: 4_608_000, visits: 144 }),
        ...{ left_visits: 66, discounted: false },
      }),
      shop_claims: [{ label: '30% 违约金', amount_fen: 1_382_400, kind: 'penalty' }],
    },
    expected: 2_112_000,
  },
  {
    name: '英语培训完成 33%，中心停业',
    by: '厦门市湖里区人民法院',
    source: 'https://www.cwdbkk.com/html_2/chongwujianmao/54799/list/5.html',
    told: '实付 36,500 元，进度 33%，退 36,500 × 67%',
    request: end('shop_closed', '2020-06-01', {
      kind: 'package',
      paid_on: '2018-10-30',
      paid_fen: 3_650_000,
      used_percent: 33,
    }),
    expected: 2_445_500,
  },
  {
    name: '美容 4 次用了 1 次，店已注销',
    by: '海南省乐东黎族自治县人民法院',
    source: 'http://szb.ngdsb.cn/html/2025-11/11/content_58869_19035806.htm',
    told: '3,680 元 4 次，用 1 次，请求退 2,760 元，判退剩余',
    request: end('shop_closed', '2025-10-01', {
      ...count({ paid_on: '2025-06-01', paid_fen: 368_000, visits: 4 }),
      left_visits: 3,
    }),
    expected: 276_000,
  },
  {
    name: '两年健身卡没有激活，店停业',
    by: '广西恭城瑶族自治县人民法院',
    source: 'https://glzy.gxcourt.gov.cn/article/detail/2021/11/id/6398136.shtml',
    told: '1,830 元两年卡，约定激活后计期，没有激活',
    request: end('shop_closed', '2021-06-01', {
      kind: 'period',
      paid_on: '2018-03-15',
      ...{ paid_fen: 183_000, months: 24, not_activated: true, stopped_on: '2020-01-15' },
    }),
    expected: 183_000,
  },
  {
    name: '洗车店倒闭，余额 2,168 元',
    by: '东莞市市场监督管理局东城分局（调解；市消委会年度典型案例）',
    source: 'https://pub.timedg.com/a/2026-03/11/AP69b1278ce4b0e97accde30c2.html',
    told: '充值 4,980 元，余额 2,168 元，店家要按原价补收',
    request: end('shop_closed', '2025-11-19', {
      ...stored({ paid_on: '2025-01-05', paid_fen: 498_000, balance_fen: 216_800 }),
    }),
    expected: 216_800,
  },
  {
    name: '养生卡两张 16,100 元，余额 13,540 元',
    by: '法院（预付式消费纠纷十大典型案例之一）',
    source: 'https://siliu.net/p/0xq7yzjwdy.html',
    told: '两张卡共 16,100 元，七次服务后余额 13,540 元，被仪器烫伤',
    request: end('not_served', '2023-01-01', {
      ...stored({ paid_on: '2022-01-05', paid_fen: 1_610_000, balance_fen: 1_354_000 }),
    }),
    expected: 1_354_000,
  },
  {
    name: '预存 2 万元，三年后约定退余款',
    by: '甘肃省天水市秦州区人民法院',
    source: 'https://gszfw.gov.cn/Show/298382',
    told: '预存 20,000 元另赠 4 万元服务，合同写明到期退未消费的全部余款 17,131 元',
    request: {
      ...end('agreed', '2021-01-15', {
        ...stored({ paid_on: '2017-08-09', paid_fen: 2_000_000, balance_fen: 1_713_100 }),
        discounted: false,
      }),
      terms: { promised_fen: 1_713_100 },
    },
    expected: 1_713_100,
  },
  {
    name: '游泳班上了一节后受伤',
    by: '陕西省城固县人民法院',
    source: 'http://shxlaw.cn/a/shaanxifazhi/shanxifayuan/2022/10/13/775128.html',
    told: '6,500 元，上了一节，退 6,500 元、支付单次课时费 300 元',
    request: end('health', '2022-08-10', {
      ...stored({ paid_on: '2022-07-20', paid_fen: 650_000, uses: [{ list_value_fen: 30_000 }] }),
    }),
    expected: 620_000,
    why: '节数没有公布，按一节 300 元的价款扣；两项相抵',
  },
  {
    name: '养生卡存 98,000 元，预约不上，没有用过',
    by: '北京市朝阳区人民法院（二审维持）',
    source: 'http://www.glvshi.com/news/2825.html',
    told: '98,000 元存入卡内，多次预约未果，全退',
    request: end(
      'not_served',
      '2019-06-01',
      stored({ paid_on: '2018-09-20', paid_fen: 9_800_000 }),
    ),
    expected: 9_800_000,
  },
  {
    name: '超市停业，购物卡余额 511.70 元',
    by: '河南省许昌市魏都区人民法院',
    source: 'http://g.golangjump.com/news-2022120628046.html?Bi=DoU.html',
    told: '充值 1,000 元，余额 511.7 元',
    request: end('shop_closed', '2022-06-01', {
      ...stored({ paid_on: '2020-06-01', paid_fen: 100_000, balance_fen: 51_170 }),
    }),
    expected: 51_170,
  },
  {
    name: '拳击课 100 节用 13 节、常规课 100 节用 6 节，腰椎间盘突出',
    by: '上海市长宁区人民法院',
    source: 'https://news.43u.com.cn/a/1514274.html',
    told: '两份共 84,000 元（拳击课 45,000 元），违约金 30% 与手续费 5% 不予支持，全额退剩余 7.5 万余元',
    request: end(
      'health',
      '2024-03-01',
      {
        ...count({ paid_on: '2023-07-27', paid_fen: 4_500_000, visits: 100 }),
        left_visits: 87,
      },
      {
        ...count({ paid_on: '2023-08-11', paid_fen: 3_900_000, visits: 100 }),
        left_visits: 94,
      },
    ),
    expected: [7_500_000, 7_599_999],
    why: '报道只写“7.5 万余元”',
  },
  {
    name: '音乐教室搬走，40 次上了 15 次',
    by: '法院（二审维持）',
    source: 'http://0735jby.com/qc/2022/0902/35752.html',
    told: '8,000 元 40 次，上 15 次，退 5,000 元；按单次 400 元扣的主张不予支持',
    request: end('shop_moved', '2020-09-01', {
      ...count({ paid_on: '2019-09-01', paid_fen: 800_000, visits: 40 }),
      ...{ left_visits: 25, list_price_fen: 40_000 },
    }),
    expected: 500_000,
  },
]
