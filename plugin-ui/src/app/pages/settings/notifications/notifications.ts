import { Component, inject, signal } from '@angular/core';
import { ClrDatagridModule } from '@clr/angular/data/datagrid';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { ClrSpinnerModule } from '@clr/angular/progress/spinner';
import { ifMatch } from '../../../api/api';
import { NotificationChannel } from '../../../api/model';
import { useTexts } from '../../../i18n/use-texts';
import { ConfirmName } from '../../../shared/confirm-name';
import { Formatting } from '../../../shared/formatting';
import { ListPage } from '../../../shared/list-page';
import { PageFrame } from '../../../shared/page-frame';
import { PagerButtons } from '../../../shared/pager-buttons';
import { ProblemAlert } from '../../../shared/problem-alert';
import { runbook } from '../../../shared/runbook';
import { texts as common } from '../../../shared/shared.texts';
import { channelDraftOf, orderOf } from './channel-draft';
import { ChannelForm } from './channel-form';
import { levels, whereTo } from './channel-words';
import { texts } from './notifications.texts';

/** Who is told of failures, by mail or webhook, and whether that works. */
@Component({
  selector: 'dg-notifications',
  imports: [
    ClrAlertModule,
    ClrDatagridModule,
    ClrSpinnerModule,
    ChannelForm,
    ConfirmName,
    PageFrame,
    PagerButtons,
    ProblemAlert,
  ],
  template: `
    <p>{{ t().intro }}</p>
    <p>
      <button type="button" class="btn" (click)="dialog.set({ kind: 'add' })">{{ t().add }}</button>
    </p>
    @if (!dialog()) {
      @if (work.problem(); as problem) {
        <dg-problem [problem]="problem" [retryable]="problem.code === 'VERSION_CONFLICT'" (retry)="close()" />
      }
      @if (testing()) {
        <p role="status">
          <clr-spinner clrInline></clr-spinner>
          {{ t().testing }}
        </p>
      } @else if (tested()) {
        <clr-alert clrAlertType="success" (clrAlertClosedChange)="tested.set(undefined)" role="status">
          <clr-alert-item>
            <span class="alert-text">{{ fill(t().tested, { where: tested() ?? '' }) }}</span>
          </clr-alert-item>
        </clr-alert>
      }
    }
    <dg-page [of]="list" [empty]="list.value()?.items?.length === 0">
      <p page-empty>{{ t().empty }}</p>
      <clr-datagrid [clrDgLoading]="list.isLoading()">
        <clr-dg-column>{{ t().name }}</clr-dg-column>
        <clr-dg-column>{{ t().where }}</clr-dg-column>
        <clr-dg-column>{{ t().notifyOn }}</clr-dg-column>
        <clr-dg-column>{{ t().lastSent }}</clr-dg-column>
        <clr-dg-column>{{ t().state }}</clr-dg-column>
        @for (channel of list.value()?.items ?? []; track channel.id) {
          <clr-dg-row>
            <clr-dg-action-overflow [clrDgActionOverflowButtonLabel]="fill(t().more, { name: channel.name })">
              <button type="button" class="action-item" (click)="dialog.set({ kind: 'edit', of: channel })">
                {{ t().edit }}
              </button>
              <button type="button" class="action-item" (click)="test(channel)">{{ t().test }}</button>
              <button type="button" class="action-item" (click)="enable(channel, !channel.enabled)">
                {{ channel.enabled ? t().disable : t().enable }}
              </button>
              <button type="button" class="action-item" (click)="dialog.set({ kind: 'remove', of: channel })">
                {{ t().delete }}
              </button>
            </clr-dg-action-overflow>
            <clr-dg-cell>{{ channel.name }}</clr-dg-cell>
            <clr-dg-cell>{{ where(channel) }}</clr-dg-cell>
            <clr-dg-cell>{{ told(channel) }}</clr-dg-cell>
            <clr-dg-cell>{{ format.time(channel.lastSent) }}</clr-dg-cell>
            <clr-dg-cell>
              @if (!channel.enabled) {
                <span class="label">{{ t().off }}</span>
              } @else if (channel.lastProblem) {
                <span class="label label-danger">{{ t().failing }}</span>
              } @else {
                <span class="label label-success">{{ t().working }}</span>
              }
              @if (channel.lastProblem; as problem) {
                <div class="problem">
                  {{ problem.message }}
                  <div class="dg-muted">
                    {{ format.ago(problem.at) }}
                    @if (problem.code; as code) {
                      ·
                      <a [href]="runbook(code)" target="_blank" rel="noopener">{{ common().runbook }}</a>
                    }
                  </div>
                </div>
              }
            </clr-dg-cell>
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
    @switch (dialog()?.kind) {
      @case ('add') {
        <dg-channel-form (closed)="close()" />
      }
      @case ('edit') {
        <dg-channel-form [channel]="subject()" (closed)="close()" />
      }
      @case ('remove') {
        <dg-confirm-name
          [title]="fill(t().deleteTitle, { name: subject().name })"
          [name]="subject().name"
          [busy]="work.busy()"
          [problem]="work.problem()"
          (confirmed)="remove()"
          (dismissed)="close()"
        >
          <p>{{ where(subject()) }}</p>
          <p>{{ t().deleteLoss }}</p>
        </dg-confirm-name>
      }
    }
  `,
  styles: `
    .problem {
      margin-top: var(--cds-global-space-3);
      white-space: normal;
      overflow-wrap: anywhere;
    }
  `,
})
export class Notifications extends ListPage<NotificationChannel, 'add' | 'edit' | 'remove'> {
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly common = useTexts(common);
  protected readonly runbook = runbook;
  protected readonly testing = signal(false);
  /** Where the last test went. */
  protected readonly tested = signal<string | undefined>(undefined);

  protected override part(query: { cursor: string | undefined; limit: string }, signal: AbortSignal) {
    return this.api.client.GET('/notification-channels', { params: { query }, signal });
  }

  protected override delete(params: { path: { id: string }; header: { 'If-Match': string } }) {
    return this.api.client.DELETE('/notification-channels/{id}', { params });
  }

  protected where(channel: NotificationChannel): string {
    return whereTo(channel, this.t(), this.fill);
  }

  protected told(channel: NotificationChannel): string {
    return levels(this.t()).find((level) => level.value === channel.notifyOn)?.text ?? '';
  }

  protected async test(channel: NotificationChannel): Promise<void> {
    const params = { path: { id: channel.id } };
    this.tested.set(undefined);
    this.testing.set(true);
    if (await this.work.do(() => this.api.client.POST('/notification-channels/{id}/test', { params }))) {
      this.tested.set(this.where(channel));
    }
    this.testing.set(false);
  }

  /** What is left out of the order of the password or secret is kept. */
  protected async enable(channel: NotificationChannel, enabled: boolean): Promise<void> {
    const params = { path: { id: channel.id }, header: ifMatch(channel.version) };
    const body = { ...orderOf(channelDraftOf(channel)), enabled };
    if (await this.work.do(() => this.api.client.PUT('/notification-channels/{id}', { params, body }))) {
      this.close();
    }
  }
}
