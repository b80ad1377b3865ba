import { Like } from '../../i18n/catalogue';
import { en } from './audit.en';

export const ja: Like<typeof en> = {
  title: '監査',
  at: '日時',
  actor: '実行者',
  action: '操作',
  object: '対象',
  outcome: '結果',
  empty: 'まだ変更の要求はありません。',
  since: '開始',
  until: '終了',
  errUntil: '開始と同じ日か、それより後の日付を指定してください。',
  errDate: '日付を指定してください。',
  none: '該当する記録はありません。',
};
