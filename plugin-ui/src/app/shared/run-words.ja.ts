import { Like } from '../i18n/catalogue';
import { en } from './run-words.en';

export const ja: Like<typeof en> = {
  QUEUED: 'キュー待ち',
  WAITING: '待機中',
  RUNNING: '実行中',
  SUCCEEDED: '成功',
  SUCCEEDED_WITH_WARNINGS: '警告付きで成功',
  FAILED: '失敗',
  CANCELLED: 'キャンセル済み',
  PENDING: '未処理',
  SKIPPED: 'スキップ',
  SNAPSHOT: 'スナップショット',
  REPLICATION: 'レプリケーション',
  RESTORE: 'リストア',
  SCHEDULE: 'スケジュール',
  CATCH_UP: '停止後の追い付き',
  AFTER_SNAPSHOT: 'スナップショット',
  MANUAL: 'ユーザーまたはプログラム',
};
