import './report'
