import { Component, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router } from '@angular/router';
import { ClrInputModule } from '@clr/angular/forms/input';
import { ClrPasswordModule } from '@clr/angular/forms/password';
import { asProblem, Problem } from '../../api/problem';
import { Login } from '../../host/login';
import { remembered } from '../../host/memory';
import { useTexts } from '../../i18n/use-texts';
import { ProblemAlert } from '../../shared/problem-alert';
import { texts } from './login.texts';

/** Signing in outside the vSphere Client, with a user of a vCenter. */
@Component({
  selector: 'dg-login-page',
  imports: [FormsModule, ClrInputModule, ClrPasswordModule, ProblemAlert],
  template: `
    <main class="frame">
      <form class="form" (ngSubmit)="signIn()">
        <h1 cds-text="heading">Datastore Guard</h1>
        <p class="dg-muted">{{ t().tagline }}</p>
        @if (problem(); as problem) {
          <dg-problem [problem]="problem" />
        }
        <clr-input-container>
          <label>{{ t().vcenter }}</label>
          <input clrInput name="vcenter" required autocomplete="organization" [(ngModel)]="vcenter" />
          <clr-control-helper>{{ t().vcenterHelp }}</clr-control-helper>
        </clr-input-container>
        <clr-input-container>
          <label>{{ t().username }}</label>
          <input clrInput name="username" required autocomplete="username" spellcheck="false" [(ngModel)]="username" />
        </clr-input-container>
        <clr-password-container>
          <label>{{ t().password }}</label>
          <input clrPassword name="password" required autocomplete="current-password" [(ngModel)]="password" />
        </clr-password-container>
        <button type="submit" class="btn btn-primary" [disabled]="busy()">
          {{ t().signIn }}
        </button>
        <p class="dg-muted">{{ t().first }}</p>
      </form>
    </main>
  `,
  styles: `
    .frame {
      display: flex;
      justify-content: center;
      min-height: 100%;
      padding: var(--cds-global-space-11) var(--cds-global-space-7);
      box-sizing: border-box;
    }
    .form {
      width: 26rem;
      max-width: 100%;
    }
    input {
      width: 20rem;
      max-width: 100%;
    }
    .btn {
      margin: var(--cds-global-space-8) 0 var(--cds-global-space-6);
    }
  `,
})
export class LoginPage {
  /** The address to go to afterwards. */
  readonly to = input<string>();

  private readonly login = inject(Login);
  private readonly router = inject(Router);
  protected readonly t = useTexts(texts);
  protected readonly vcenter = signal(remembered('vcenter') ?? '');
  protected readonly username = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async signIn(): Promise<void> {
    if (!this.vcenter() || !this.username() || !this.password()) {
      return;
    }
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.login.signIn({ vcenterId: this.vcenter(), username: this.username(), password: this.password() });
      await this.router.navigateByUrl(this.to() ?? '/');
    } catch (thrown) {
      this.password.set('');
      this.problem.set(asProblem(thrown));
    } finally {
      this.busy.set(false);
    }
  }
}
