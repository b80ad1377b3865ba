package org.datastoreguard.zfs;

import java.util.ArrayList;
import java.util.List;

/**
 * The one script that lists a side of a replication. Arguments: the depth ({@code all} or {@code own}), whether the details
 * that only a source has are wanted ({@code source} or {@code target}), then the root datasets. Input: further datasets
 * whose properties are wanted, without what is below them.
 *
 * <p>A target is asked for name, guid and createtxg alone, which OpenZFS answers without opening each snapshot.
 *
 * <p>When a dataset carries our task property itself, its snapshots inherit it, and the list alone cannot tell whose they
 * are: then the script asks again for the values that were set on the snapshots themselves.
 */
public final class ListingScript {
    static final String DATASETS = "--datasets";
    static final String SNAPSHOTS = "--snapshots";
    static final String OWN_TASKS = "--tasks";

    /** POSIX sh; its output has sections, each under a line that starts with two dashes. */
    public static final String BODY = """
            depth=$1 side=$2
            shift 2
            case $depth in
            all) below='-r' of='-r' ;;
            *) below='-d 0' of='-d 1' ;;
            esac
            props=name,type,receive_resume_token,encryption,keystatus,used,written,org.datastoreguard:stream
            columns=name,guid,createtxg
            if [ "$side" = source ]; then
              props=$props,org.datastoreguard:task
              columns=$columns,userrefs,org.datastoreguard:task
            fi
            echo --datasets
            found=$(zfs list -Hp $below -t filesystem,volume -o "$props" "$@")
            [ -z "$found" ] || printf '%s\n' "$found"
            while IFS= read -r above; do
              [ -z "$above" ] || zfs list -Hp -d 0 -t filesystem,volume -o "$props" "$above"
            done <<EOF
            $input
            EOF
            [ -n "$found" ] || exit 0
            echo --snapshots
            zfs list -Hp $of -t snapshot,bookmark -o "$columns" "$@"
            if [ "$side" = source ] && printf '%s\n' "$found" | grep -qv '\t-$'; then
              echo --tasks
              zfs get -Hp $of -t snapshot -s local,received -o name,value org.datastoreguard:task "$@"
            fi
            exit 0
            """;

    private ListingScript() {}

    /** The positional parameters for {@link #BODY}. */
    public static List<String> arguments(boolean recursive, boolean source, List<DatasetName> roots) {
        List<String> arguments = new ArrayList<>();
        arguments.add(recursive ? "all" : "own");
        arguments.add(source ? "source" : "target");
        roots.forEach(root -> arguments.add(root.value()));
        return arguments;
    }
}
