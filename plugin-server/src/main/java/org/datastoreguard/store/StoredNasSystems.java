package org.datastoreguard.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.NasSystems;
import org.datastoreguard.security.SecretBox;

/** The storage machines in the database, each with its sealed private key. */
public final class StoredNasSystems implements NasSystems {
    private static final String PRIVATE_KEY = "sealed_private_key";

    private final VersionedTable<NasSystem> table;
    private final SecretBox secrets;

    public StoredNasSystems(Database database, SecretBox secrets) {
        this.table = new VersionedTable<>(
                database,
                new VersionedTable.Description<>(
                        "nas_system", "NAS", NasSystem.class, NasSystem::id, NasSystem::name, NasSystem::version));
        this.secrets = secrets;
    }

    @Override
    public List<NasSystem> all() {
        return table.all();
    }

    @Override
    public Optional<NasSystem> find(String id) {
        return table.find(id);
    }

    @Override
    public byte[] privateKey(String id) {
        return secrets.open(table.sealed(id, PRIVATE_KEY), context(id));
    }

    @Override
    public void add(NasSystem system, byte[] privateKey) {
        table.add(system, Map.of(PRIVATE_KEY, secrets.seal(privateKey, context(system.id()))));
    }

    @Override
    public NasSystem update(NasSystem system) {
        return table.update(system);
    }

    @Override
    public void remove(String id) {
        table.remove(id);
    }

    private static String context(String id) {
        return "nas_system/" + id + "/" + PRIVATE_KEY;
    }
}
