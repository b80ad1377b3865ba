package org.datastoreguard.zfs;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a resume token says about the stream it belongs to. The token comes from the other side, so it is decoded and
 * compared with the plan before anything is sent by it (design/engine.md, rule 13).
 *
 * @param text the token itself
 * @param toGuid the snapshot that was being sent
 * @param fromGuid its base; null for a full stream
 * @param flags how the stream was begun; it can only be continued that way
 */
public record ResumeToken(
        String text, Guid toGuid, @Nullable Guid fromGuid, StreamFlags flags) {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]+(-[0-9a-f]+){2,}");
    private static final Pattern MEMBER = Pattern.compile("^\\s*(\\w+) = (\\S.*)$", Pattern.MULTILINE);

    /** Whether the text can stand in a command line as a token. */
    public static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    /**
     * Reads the answer of {@code zfs send -nvt}; empty when the token cannot be decoded. The answer is read even when the
     * command failed, since it says what the token stands for before it says what is missing.
     */
    public static Optional<ResumeToken> decoded(String token, String answer) {
        Map<String, String> members = new TreeMap<>();
        Matcher matcher = MEMBER.matcher(answer);
        while (matcher.find()) {
            members.put(matcher.group(1), matcher.group(2).strip());
        }
        Guid to = guid(members.get("toguid"));
        if (to == null) {
            return Optional.empty();
        }
        return Optional.of(new ResumeToken(token, to, guid(members.get("fromguid")), flags(members)));
    }

    public boolean raw() {
        return flags.raw();
    }

    private static StreamFlags flags(Map<String, String> members) {
        return new StreamFlags(
                members.containsKey("largeblockok"),
                members.containsKey("compressok"),
                members.containsKey("embedok"),
                members.containsKey("rawok"));
    }

    private static @Nullable Guid guid(@Nullable String text) {
        if (text == null || !text.matches("0x[0-9a-f]{1,16}|[0-9]{1,20}")) {
            return null;
        }
        return new Guid(
                text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text));
    }
}
