package org.datastoreguard.zfs;

import java.util.ArrayList;
import java.util.List;

/**
 * The one script that lists a side of a replication. Arguments: the depth ({@code all} or {@code own}), a user property of
 * datasets that is wanted besides, then the root datasets. Input: datasets above the
 * roots, whose properties are only wanted where a root does not exist.
 *
 * <p>Of snapshots and bookmarks only name, guid and createtxg are asked, which OpenZFS answers without opening each of
 * them: measured on 1,050 snapshots 1.2 s, and 17 s with holds and a user property.
 */
public final class ListingScript {
    static final String DATASETS = "--datasets";
    static final String SNAPSHOTS = "--snapshots";

    /** POSIX sh; its output has sections, each under a line that starts with two dashes. */
    public static final String BODY = """
            depth=$1
            props=name,type,receive_resume_token,encryption,keystatus,used,written,org.datastoreguard:stream,$2
            shift 2
            case $depth in
            all) below='-r' of='-r' ;;
            *) below='-d 0' of='-d 1' ;;
            esac
            above() {
              set --
              while IFS= read -r one; do
                [ -z "$one" ] || set -- "$@" "$one"
              done <<EOF
            $input
            EOF
              [ $# -eq 0 ] || zfs list -Hp -d 0 -t filesystem,volume -o "$props" "$@"
            }
            echo --datasets
            if ! zfs list -Hp $below -t filesystem,volume -o "$props" "$@"; then
              above
              [ $# -gt 1 ] || exit 0
            fi
            echo --snapshots
            zfs list -Hp $of -t snapshot,bookmark -o name,guid,createtxg "$@"
            exit 0
            """;

    private ListingScript() {}

    /** The positional parameters for {@link #BODY}. */
    public static List<String> arguments(boolean recursive, String property, List<DatasetName> roots) {
        List<String> arguments = new ArrayList<>();
        arguments.add(recursive ? "all" : "own");
        arguments.add(property);
        roots.forEach(root -> arguments.add(root.value()));
        return arguments;
    }
}
