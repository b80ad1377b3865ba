package org.datastoreguard.nas;

/**
 * What a script left behind: only what it wrote between the markers, so a banner of the login shell is not in it.
 *
 * @param status exit status of the script
 */
public record Output(int status, String stdout, String stderr) {
    public boolean ok() {
        return status == 0;
    }
}
