import { computed, Directive, inject, input, output } from '@angular/core';
import { answer, Api } from '../../api/api';
import { Run, Snapshot, succeeded } from '../../api/model';
import { useFill, useTexts } from '../../i18n/use-texts';
import { FollowedRun } from '../../shared/followed-run';
import { Formatting } from '../../shared/formatting';
import { Work } from '../../shared/work';
import { texts } from './restore.texts';

/** What rolling back and cloning have in common: an order about one snapshot, and the run that it starts. */
@Directive()
export abstract class WayBack {
  readonly datastore = input.required<string>();
  readonly snapshot = input.required<Snapshot>();
  /** The text of the button that leaves without doing anything. */
  readonly leave = input.required<string>();
  /** With the run's id, when there is one. */
  readonly left = output<string | undefined>();

  protected readonly api = inject(Api);
  protected readonly format = inject(Formatting);
  protected readonly t = useTexts(texts);
  protected readonly fill = useFill();
  protected readonly work = new Work();
  protected readonly followed = new FollowedRun();
  protected readonly params = computed(() => ({ path: { id: this.datastore(), guid: this.snapshot().guid } }));
  protected readonly succeeded = computed(() => {
    const run = this.followed.run();
    return run !== undefined && succeeded(run);
  });

  /** Sends the order, and is there until its run has ended. */
  protected async follow(order: () => Promise<{ data?: unknown }>): Promise<void> {
    await this.work.do(async () => this.followed.follow(await answer<Run>(order())));
  }
}
