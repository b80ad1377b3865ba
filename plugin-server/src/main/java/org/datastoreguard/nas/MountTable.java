package org.datastoreguard.nas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.nas.NasContents.Mounted;

/** Finds the filesystem that holds a path: the one with the longest mountpoint. Immutable; a look-up costs the path's depth. */
public final class MountTable {
    private final Map<String, Mounted> byPath = new HashMap<>();

    public MountTable(List<Mounted> filesystems) {
        filesystems.forEach(mounted -> byPath.put(mounted.path(), mounted));
    }

    /** @param path absolute; doubled and trailing slashes do not matter */
    public Optional<Mounted> holding(String path) {
        String current = normalised(path);
        while (true) {
            Mounted mounted = byPath.get(current);
            if (mounted != null || current.equals("/")) {
                return Optional.ofNullable(mounted);
            }
            int slash = current.lastIndexOf('/');
            current = slash <= 0 ? "/" : current.substring(0, slash);
        }
    }

    /** One spelling for each path: a leading slash, single slashes, none at the end. */
    public static String normalised(String path) {
        String single = ("/" + path.strip()).replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
