import { inject, signal } from '@angular/core';
import { Api, ifMatch } from '../api/api';
import { SchemaReplicationTask } from '../api/schema';
import { Host } from '../host/host';
import { Work } from './work';

interface Task {
  id: string;
  name: string;
  enabled: boolean;
  version: number;
}

/** What lists of snapshot tasks and of replication tasks offer alike; both are asked of the server in the same way. */
export class TaskWork {
  private readonly api = inject(Api);
  private readonly host = inject(Host);
  readonly work = new Work();
  /** The name of the task whose run has just been started. */
  readonly started = signal<string | undefined>(undefined);

  constructor(private readonly tasks: '/snapshot-tasks' | '/replication-tasks') {}

  async run(task: Task): Promise<void> {
    const params = { path: { id: task.id } };
    if (await this.work.do(() => this.api.client.POST(`${this.tasks}/{id}/run`, { params }))) {
      this.started.set(task.name);
      this.host.refresh();
    }
  }

  async toggle(task: Task): Promise<void> {
    const params = { path: { id: task.id }, header: ifMatch(task.version) };
    const body = { enabled: !task.enabled } as SchemaReplicationTask;
    await this.work.do(() => this.api.client.PATCH(`${this.tasks}/{id}`, { params, body }));
    this.host.refresh();
  }

  /** @returns whether it is gone */
  remove(task: Task): Promise<boolean> {
    const params = { path: { id: task.id }, header: ifMatch(task.version) };
    return this.work.do(() => this.api.client.DELETE(`${this.tasks}/{id}`, { params }));
  }
}
