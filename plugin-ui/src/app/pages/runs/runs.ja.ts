import { Like } from '../../i18n/catalogue';
import { en } from './runs.en';

export const ja: Like<typeof en> = {
  title: '保護の実行履歴',
  task: 'タスク',
  state: '状態',
  empty: 'まだ実行されていません。',
};
