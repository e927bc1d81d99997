import './jobs'
