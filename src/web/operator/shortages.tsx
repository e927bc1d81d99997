import { shortagePage } from '../common/shortages'

shortagePage('/o/shortages', 'operator', (id) => `/o/merchants/${id}`)
