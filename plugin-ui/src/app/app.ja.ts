import { Like } from './i18n/catalogue';
import { en } from './app.en';

export const ja: Like<typeof en> = {
  dashboard: 'ダッシュボード',
  nas: 'NAS システム',
  vcenters: 'vCenter',
  settings: '設定',
  audit: '監査',
  summary: 'サマリ',
  runs: '保護の実行履歴',
  snapshots: 'スナップショット',
  replication: 'レプリケーション',
  sections: 'セクション',
  datastorePages: 'データストアのページ',
  skip: 'コンテンツへ移動',
  themeDark: 'ダーク テーマ',
  themeLight: 'ライト テーマ',
  language: '言語',
  signOut: 'ログアウト',
  account: '{actor} のアカウント',
  apiDocs: 'REST API',
  allDatastores: 'すべてのデータストア',
  actions: '操作',
  takeSnapshot: 'スナップショットの作成',
  replicateNow: '今すぐレプリケート',
  restore: 'リストア',
};
