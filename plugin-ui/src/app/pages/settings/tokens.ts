import { Component, computed, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { answer, Api } from '../../api/api';
import { Page, Token } from '../../api/model';
import { Host } from '../../host/host';
import { useFill, useTexts } from '../../i18n/use-texts';
import { ConfirmName } from '../../shared/confirm-name';
import { Formatting } from '../../shared/formatting';
import { PageFrame } from '../../shared/page-frame';
import { Pager } from '../../shared/pager';
import { PagerButtons } from '../../shared/pager-buttons';
import { watched } from '../../shared/watched';
import { Work } from '../../shared/work';
import { TokenForm } from './token-form';
import { texts } from './settings.texts';

/** The tokens with which programs use the API. */
@Component({
  selector: 'dg-tokens',
  imports: [PageFrame, ClrDatagridModule, PagerButtons, ConfirmName, TokenForm],
  template: `
    <p>
      <button type="button" class="btn" (click)="adding.set(true)">{{ t().add }}</button>
    </p>
    <dg-page [of]="list" [empty]="list.value()?.items?.length === 0">
      <p page-empty>{{ t().empty }}</p>
      <clr-datagrid [clrDgLoading]="list.isLoading()">
        <clr-dg-column>{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().role }}</clr-dg-column>
        <clr-dg-column>{{ t().scope }}</clr-dg-column>
        <clr-dg-column>{{ t().created }}</clr-dg-column>
        <clr-dg-column>{{ t().expires }}</clr-dg-column>
        @for (token of list.value()?.items ?? []; track token.id) {
          <clr-dg-row>
            <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: token.name })">
              <button type="button" class="action-item" (click)="revoking.set(token)">{{ t().revoke }}</button>
            </clr-dg-action-overflow>
            <clr-dg-cell>{{ token.name }}</clr-dg-cell>
            <clr-dg-cell>{{ roles()[token.role] }}</clr-dg-cell>
            <clr-dg-cell>
              {{ token.datastoreIds ? fill(t().datastores, { n: token.datastoreIds.length }) : t().everywhere }}
            </clr-dg-cell>
            <clr-dg-cell>{{ format.time(token.createdAt) }}</clr-dg-cell>
            <clr-dg-cell>{{ token.expiresAt ? format.time(token.expiresAt) : t().never }}</clr-dg-cell>
          </clr-dg-row>
        }
        <clr-dg-footer>
          <dg-pager
            [pager]="pager"
            [count]="list.value()?.items?.length ?? 0"
            [nextCursor]="list.value()?.nextCursor"
          />
        </clr-dg-footer>
      </clr-datagrid>
    </dg-page>
    @if (adding()) {
      <dg-token-form (closed)="close()" />
    }
    @if (revoking(); as token) {
      <dg-confirm-name
        [title]="fill(t().revokeTitle, { name: token.name })"
        [name]="token.name"
        [action]="t().revoke"
        [busy]="work.busy()"
        [problem]="work.problem()"
        (confirmed)="revoke(token)"
        (dismissed)="close()"
      >
        <p>{{ t().revokeLoss }}</p>
      </dg-confirm-name>
    }
  `,
})
export class Tokens {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly pager = new Pager();
  protected readonly work = new Work();
  protected readonly adding = signal(false);
  protected readonly revoking = signal<Token | undefined>(undefined);
  protected readonly roles = computed<Record<Token['role'], string>>(() => this.t());
  protected readonly list = watched(
    () => ({ cursor: this.pager.cursor(), refreshes: this.host.refreshes() }),
    ({ cursor }, signal) =>
      answer<Page<Token>>(this.api.client.GET('/tokens', { params: { query: { cursor, limit: '50' } }, signal })),
  );

  protected async revoke(token: Token): Promise<void> {
    const params = { path: { id: token.id } };
    if (await this.work.do(() => this.api.client.DELETE('/tokens/{id}', { params }))) {
      this.close();
    }
  }

  protected close(): void {
    this.adding.set(false);
    this.revoking.set(undefined);
    this.work.forget();
    this.host.refresh();
  }
}
