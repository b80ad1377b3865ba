package org.datastoreguard.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.notify.Channel;
import org.datastoreguard.notify.Channels;
import org.datastoreguard.security.SecretBox;
import org.jspecify.annotations.Nullable;

/** The channels of notifications in the database, each with its sealed secret. */
public final class StoredChannels implements Channels {
    private static final String SECRET = "sealed_secret";

    private final VersionedTable<Channel> table;
    private final SecretBox secrets;

    public StoredChannels(Database database, SecretBox secrets) {
        this.table = new VersionedTable<>(
                database,
                new VersionedTable.Description<>(
                        "notification_channel",
                        "notification channel",
                        Channel.class,
                        Channel::id,
                        Channel::name,
                        Channel::version));
        this.secrets = secrets;
    }

    @Override
    public List<Channel> all() {
        return table.all();
    }

    @Override
    public Optional<Channel> find(String id) {
        return table.find(id);
    }

    @Override
    public Optional<String> secret(String id) {
        String secret = new String(secrets.open(table.sealed(id, SECRET), context(id)), StandardCharsets.UTF_8);
        return Optional.of(secret).filter(text -> !text.isEmpty());
    }

    @Override
    public void add(Channel channel, @Nullable String secret) {
        table.add(channel, Map.of(SECRET, seal(channel.id(), secret)));
    }

    @Override
    public Channel update(Channel channel, @Nullable String secret) {
        boolean keeps = secret == null && channel.secretSet();
        return table.update(channel, keeps ? Map.of() : Map.of(SECRET, seal(channel.id(), secret)));
    }

    @Override
    public void remove(String id) {
        table.remove(id);
    }

    private byte[] seal(String id, @Nullable String secret) {
        return secrets.seal((secret == null ? "" : secret).getBytes(StandardCharsets.UTF_8), context(id));
    }

    private static String context(String id) {
        return "notification_channel/" + id + "/" + SECRET;
    }
}
