import { Component, computed, inject, input } from '@angular/core';
import { answer, Api } from '../../api/api';
import { asProblem } from '../../api/problem';
import { SchemaRegistration } from '../../api/schema';
import { watched } from '../../shared/watched';
import { RegistrationState } from './registration-state';

/** The state of one vCenter's registration, asked there; why it could not be asked, where it could not. */
@Component({
  selector: 'dg-registration-cell',
  imports: [RegistrationState],
  template: `
    @if (problem(); as problem) {
      <span [title]="problem.detail ?? ''">{{ problem.title }}</span>
    } @else {
      <dg-registration-state [state]="registration.value()?.state" />
    }
  `,
})
export class RegistrationCell {
  readonly vcenterId = input.required<string>();
  readonly refreshes = input(0);
  private readonly api = inject(Api);
  protected readonly registration = watched(
    () => ({ id: this.vcenterId(), refreshes: this.refreshes() }),
    ({ id }, signal) =>
      answer<SchemaRegistration>(
        this.api.client.GET('/vcenters/{id}/registration', { params: { path: { id } }, signal }),
      ),
  );
  protected readonly problem = computed(() => {
    const error = this.registration.error();
    return error && asProblem(error);
  });
}
