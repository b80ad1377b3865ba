package org.datastoreguard.cli;

/** What a command's exit status means; stable, for scripts. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int NO_ACCESS = 4;

    private ExitCode() {}

    static int of(int httpStatus) {
        if (httpStatus == 401 || httpStatus == 403) {
            return NO_ACCESS;
        }
        return httpStatus >= 400 && httpStatus < 500 ? REFUSED : FAILED;
    }
}
