import './days'
