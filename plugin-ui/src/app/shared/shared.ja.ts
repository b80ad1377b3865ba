import { Like } from '../i18n/catalogue';
import { en } from './shared.en';

export const ja: Like<typeof en> = {
  loading: '読み込み中…',
  empty: 'まだ何もありません。',
  retry: '再試行',
  reload: '再読み込み',
  cancel: 'キャンセル',
  delete: '削除',
  runbook: '対処方法',
  incident: 'インシデント {id}（サーバーのログと同じ番号）',
  machineSaid: 'マシンの出力',
  temporary: '自然に解消する可能性があります。',
  unreachable: 'Datastore Guard サーバーが応答しません',
  unreachableDetail:
    '変更は確認されていません。サーバーが動作していること、ネットワークが到達できることを確認してください。',
  conflict: '他のユーザーが先に変更しました',
  conflictDetail: '変更は保存されていません。再読み込みして現在の状態を確認し、もう一度変更してください。',
  noPermission: 'ここではこの操作を行う権限がありません',
  noPermissionDetail:
    'このオブジェクトに対する Datastore Guard グループの権限を持つロールを vCenter の管理者に依頼してください。',
  sessionEnded: 'セッションが終了しました',
  sessionEndedDetail: 'vSphere Client を更新して、もう一度ログインしてください。',
  unknownError: '問題が発生しました',
  confirmName: '確認のため {name} と入力してください',
  ago: '{time}前',
  in: '{time}後',
  never: 'なし',
  copy: 'コピー',
  copied: 'コピーしました',
  next: '次へ',
  previous: '前へ',
  first: 'リストの先頭',
  shown: '{n} 件を表示',
  asTable: '表で表示',
  when: '日時',
};
