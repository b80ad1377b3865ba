import { Component, computed, inject, input } from '@angular/core';
import { ClrAlertModule } from '@clr/angular/emphasis/alert';
import { SchemaRollBackObstacle } from '../../api/schema';
import { useFill, useTexts } from '../../i18n/use-texts';
import { Formatting } from '../../shared/formatting';
import { runbook } from '../../shared/runbook';
import { texts as common } from '../../shared/shared.texts';
import { Preview } from './restoring';
import { obstacles } from './restore-words';
import { texts } from './restore.texts';

/** What a roll back would destroy; before it, what stands in its way. The server's own words name all of it. */
@Component({
  selector: 'dg-roll-back-preview',
  imports: [ClrAlertModule],
  template: `
    @if (obstacles().length) {
      <clr-alert clrAlertType="danger" [clrAlertClosable]="false" role="alert">
        <clr-alert-item>
          <div class="alert-text">
            {{ t().impossible }}
            @for (obstacle of obstacles(); track $index) {
              <div class="obstacle">
                @if (headline(obstacle); as headline) {
                  <strong>{{ headline }}</strong>
                  <br />
                }
                <span lang="en">{{ obstacle.message }}</span>
                @if (failure(obstacle)) {
                  <br />
                  {{ t().nextVCENTER }}
                }
                <br />
                <span class="dg-code">{{ obstacle.code }}</span>
                @if (failure(obstacle); as page) {
                  ·
                  <a class="alert-link" [href]="page" target="_blank" rel="noopener">{{ common().runbook }}</a>
                }
              </div>
            }
            <div class="obstacle">{{ t().cloneInstead }}</div>
          </div>
        </clr-alert-item>
      </clr-alert>
    }
    <h3 cds-text="subsection" class="head">{{ t().lost }}</h3>
    <p class="loss">{{ written() }}</p>
    @if (destroys().length) {
      <p class="loss" id="dg-destroys">{{ fill(t().lostSnapshots, { n: destroys().length }) }}</p>
      <div class="part" tabindex="0" role="region" aria-labelledby="dg-destroys">
        <table class="table table-compact">
          <thead>
            <tr>
              <th scope="col" class="left">{{ t().name }}</th>
              <th scope="col" class="left">{{ t().created }}</th>
              <th scope="col" class="left">{{ t().age }}</th>
              <th scope="col" class="dg-number">{{ t().used }}</th>
            </tr>
          </thead>
          <tbody>
            @for (gone of destroys(); track gone.guid) {
              <tr>
                <td class="left dg-code">{{ gone.name }}</td>
                <td class="left">{{ format.time(gone.created) }}</td>
                <td class="left dg-nowrap">{{ format.ago(gone.created) }}</td>
                <td class="dg-number dg-nowrap">{{ format.bytes(gone.used) }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else {
      <p class="loss">{{ t().lostNone }}</p>
    }
    @if (preview().bookmarks?.length) {
      <p class="loss">
        {{ fill(t().lostBookmarks, { n: preview().bookmarks?.length ?? 0 }) }}
        <span class="dg-code">{{ bookmarks() }}</span>
      </p>
    }
  `,
  styles: `
    .head {
      margin: var(--cds-global-space-7) 0 0;
    }
    .loss {
      margin: var(--cds-global-space-5) 0 0;
    }
    .part {
      max-height: 12rem;
      overflow: auto;
    }
    .table {
      margin-top: var(--cds-global-space-5);
    }
    .table .dg-number {
      text-align: right;
    }
    .obstacle {
      margin-top: var(--cds-global-space-5);
    }
  `,
})
export class RollBackPreview {
  readonly preview = input.required<Preview>();

  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly common = useTexts(common);
  protected readonly fill = useFill();
  protected readonly obstacles = computed(() => this.preview().obstacles ?? []);
  protected readonly destroys = computed(() => this.preview().destroys ?? []);
  protected readonly bookmarks = computed(() => (this.preview().bookmarks ?? []).map(label).join(', '));
  protected readonly written = computed(() => {
    const bytes = this.preview().discards ?? undefined;
    return bytes === undefined
      ? this.t().lostUnknown
      : this.fill(this.t().lostBytes, { bytes: this.format.bytes(bytes) });
  });

  protected headline({ code = '' }: SchemaRollBackObstacle): string | undefined {
    return code.startsWith('VCENTER_') ? this.t().vcenterSilent : obstacles(this.t())[code];
  }

  /** Where the question itself failed, the way to what to do about that; all others say so themselves. */
  protected failure({ code = '' }: SchemaRollBackObstacle): string | undefined {
    return code.startsWith('VCENTER_') ? runbook(code) : undefined;
  }
}

/** The part behind the dataset, which stands above. */
function label(name = ''): string {
  return name.replace(/^.*[@#]/, '');
}
