import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { type LivedTown, openLivedTown } from '../platform/lived-town'
import { type House, openHouse } from './support'

describe('what is kept of a shop and who may say no, without JavaScript', () => {
  let town: LivedTown
  let house: House
  beforeAll(async () => {
    town = await openLivedTown()
    house = await openHouse(town.desk)
  })
  afterAll(async () => house?.close())
  const opens = async (who: string, path: string) => {
    const page = await house.opens({ as: [who] })
    await page.goto(house.url + path)
    return page
  }
  const owner = () => town.people.get('owner') ?? ''

  it('an owner reads which uses are marked, why, and what waits until when', async () => {
    const page = await opens(owner(), '/m/shop')
    await page.click('a:has-text("被标记的使用")')
    const words = (await page.textContent('main')) ?? ''
    expect(words).toContain('近 30 天')
    expect(words).toMatch(/现在先不付¥1\.00/)
    expect(await page.locator('table .tag:has-text("先不付，到")').count()).toBe(1)
    expect(await page.locator('table .tag:has-text("照常付")').count()).toBe(1)
    // A moment in another year says which.
    expect(await page.textContent('table')).toContain('2099年1月1日')
  })
  it('an owner objects to a mark, reading which one, and reads the answer', async () => {
    const page = await opens(owner(), '/m/shop')
    await page.click('main a:has-text("信用")')
    await page.click('tr:has-text("核销有异议") a:has-text("不对？")')
    expect(await page.textContent('table')).toContain('每天的经营记录')
    expect(await page.locator('tbody tr').count()).toBe(1)
    await page.fill('textarea[name=words]', '那一笔顾客后来认了')
    await page.click('button:has-text("提异议")')
    expect(await page.textContent('main')).toContain('那一笔顾客后来认了')
    const desk = await opens(town.desk.supervisor, '/r/credit-objections')
    const one = desk.locator('article', { hasText: '那一笔顾客后来认了' })
    await one.locator('select[name=ground]').selectOption('error')
    await one.locator('input[name=note]').fill('那一笔已经更正')
    await one.locator('button:has-text("答复")').click()
    await page.goto(`${house.url}/m/credit`)
    expect(await page.textContent('main')).toContain('那一笔已经更正')
  })
  it('an owner is heard before a listing is published, and what is published stands in public', async () => {
    const page = await opens(owner(), '/m/shop')
    await page.click('a:has-text("红黑名单")')
    const told = page.locator('article', { hasText: '两次逾期不退款' })
    await told.locator('form[action$="/objection"] input[name=words]').fill('两次都已经补退')
    await told.locator('form[action$="/objection"] button').click()
    expect(await page.textContent('main')).toContain('两次都已经补退')
    const open = await house.opens({})
    await open.goto(`${house.url}/listings`)
    const words = (await open.textContent('main')) ?? ''
    expect(words).toContain('全年退款都在三天内')
    expect(words).not.toContain('两次逾期不退款')
  })
  it('a week stands against the week before, and leads to the shop', async () => {
    const page = await opens(town.desk.supervisor, '/r')
    await page.click('nav a:has-text("全貌")')
    await page.click('a[href^="/r/reports"]')
    expect(await page.textContent('h1')).toContain('报表')
    await page.click('main a:has-text("海棠面包房")')
    expect(await page.textContent('h1')).toContain('海棠面包房')
  })
  it('somebody asks for an estate, and adds the papers next', async () => {
    const page = await opens(town.desk.li.id, '/c/me')
    await page.click('a:has-text("继承和监护")')
    await page.click('a:has-text("我是孩子的监护人")')
    await page.fill('input[name=phone]', HOLDERS.wang.phone)
    await page.fill('input[name=name]', '王小明')
    await page.fill('input[name=born_on]', '2016-05-01')
    await page.click('button:has-text("登记，下一步加材料")')
    const words = (await page.textContent('main')) ?? ''
    expect(words).toContain('材料')
    expect(words).toContain('还没有提交')
  })
})
