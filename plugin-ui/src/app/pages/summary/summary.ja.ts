import { Like } from '../../i18n/catalogue';
import { en } from './summary.en';

export const ja: Like<typeof en> = {
  title: 'このデータストアの保護',
  lastSnapshot: '最新のスナップショット',
  lastReplication: '最新のレプリケーション',
  dataset: 'データセット',
  lastRun: '最新の実行',
  noTask: 'このデータストアを保護するタスクはまだありません。',
  noReplication: 'スナップショットはありますが、別のマシンへのコピーがありません。',
  snapshots: 'スナップショット',
  replication: 'レプリケーション',
  runs: '実行履歴',
};
