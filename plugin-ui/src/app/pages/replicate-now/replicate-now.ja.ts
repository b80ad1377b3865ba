import { Like } from '../../i18n/catalogue';
import { en } from './replicate-now.en';

export const ja: Like<typeof en> = {
  title: '今すぐレプリケート',
  choose: '実行するタスク',
  to: '{name}（{target} へ）',
  disabled: '無効',
  window: 'タスクの時間帯の外でもすぐに開始します。',
  empty: 'このデータストアをレプリケートするタスクはまだありません。',
  toTasks: 'レプリケーション',
  dryRun: 'ドライ ラン',
  asking: '両方のマシンに問い合わせ中です。何も送信しません…',
  cancel: 'キャンセル',
};
