package org.datastoreguard.api;

import java.util.List;
import java.util.stream.Stream;
import org.datastoreguard.api.http.Requires.Where;
import org.datastoreguard.security.Role;

/** Every endpoint with the least role it asks for, and where: written down by hand, so that a change is seen in review. */
final class EndpointTable {
    private static final String TABLE = """
            GET    /about                                   VIEW      KNOWN
            GET    /server/certificate                      VIEW      KNOWN
            POST   /sessions                                VIEW      OPEN
            GET    /sessions/current                        VIEW      KNOWN
            DELETE /sessions/current                        VIEW      KNOWN
            POST   /visibility                              VIEW      EACH
            GET    /datastores                              VIEW      EACH
            POST   /datastores/refresh                      VIEW      ANYWHERE
            GET    /datastores/{id}                         VIEW      DATASTORE
            GET    /datastores/{id}/snapshots               VIEW      DATASTORE
            POST   /datastores/{id}/snapshots               SNAPSHOT  DATASTORE
            GET    /datastores/{id}/snapshots/{guid}        VIEW      DATASTORE
            DELETE /datastores/{id}/snapshots/{guid}        SNAPSHOT  DATASTORE
            GET    /datastores/{id}/snapshots/{guid}/rollback RESTORE DATASTORE
            POST   /datastores/{id}/snapshots/{guid}/rollback RESTORE DATASTORE
            POST   /datastores/{id}/snapshots/{guid}/clone    RESTORE DATASTORE
            GET    /vm-snapshots/leftover                   VIEW      INSTALLATION
            GET    /snapshot-tasks                          VIEW      EACH
            POST   /snapshot-tasks                          SNAPSHOT  EACH
            GET    /snapshot-tasks/{id}                     VIEW      SNAPSHOT_TASK
            PATCH  /snapshot-tasks/{id}                     SNAPSHOT  SNAPSHOT_TASK
            DELETE /snapshot-tasks/{id}                     SNAPSHOT  SNAPSHOT_TASK
            POST   /snapshot-tasks/{id}/run                 SNAPSHOT  SNAPSHOT_TASK
            POST   /snapshot-tasks/{id}/retention-preview   SNAPSHOT  SNAPSHOT_TASK
            GET    /replication-tasks                       VIEW      EACH
            POST   /replication-tasks                       REPLICATE EACH
            GET    /replication-tasks/{id}                  VIEW      REPLICATION_TASK
            PATCH  /replication-tasks/{id}                  REPLICATE REPLICATION_TASK
            DELETE /replication-tasks/{id}                  REPLICATE REPLICATION_TASK
            POST   /replication-tasks/{id}/run              REPLICATE REPLICATION_TASK
            POST   /replication-tasks/{id}/plan             REPLICATE REPLICATION_TASK
            GET    /rsync-tasks                             VIEW      INSTALLATION
            POST   /rsync-tasks                             REPLICATE INSTALLATION
            GET    /runs                                    VIEW      EACH
            GET    /run-days                                VIEW      EACH
            GET    /run-hours                               VIEW      EACH
            GET    /lag-days                                VIEW      EACH
            GET    /runs/{id}                               VIEW      RUN
            POST   /runs/{id}/cancel                        SNAPSHOT  RUN
            GET    /runs/{id}/log                           VIEW      RUN
            GET    /runs/{id}/events                        VIEW      RUN
            GET    /vcenters                                VIEW      INSTALLATION
            POST   /vcenters                                CONFIGURE INSTALLATION
            GET    /vcenters/{id}                           VIEW      INSTALLATION
            PATCH  /vcenters/{id}                           CONFIGURE INSTALLATION
            DELETE /vcenters/{id}                           CONFIGURE INSTALLATION
            GET    /vcenters/{id}/registration              VIEW      INSTALLATION
            GET    /vcenters/{id}/account                   VIEW      INSTALLATION
            PUT    /vcenters/{id}/registration              CONFIGURE INSTALLATION
            DELETE /vcenters/{id}/registration              CONFIGURE INSTALLATION
            GET    /nas-systems                             VIEW      ANYWHERE
            POST   /nas-systems                             CONFIGURE INSTALLATION
            GET    /nas-systems/{id}                        VIEW      ANYWHERE
            PATCH  /nas-systems/{id}                        CONFIGURE INSTALLATION
            DELETE /nas-systems/{id}                        CONFIGURE INSTALLATION
            POST   /nas-systems/{id}/probe                  CONFIGURE INSTALLATION
            GET    /nas-systems/{id}/datasets               VIEW      INSTALLATION
            GET    /nas-systems/{id}/replication-key        VIEW      INSTALLATION
            POST   /nas-systems/{id}/replication-key        CONFIGURE INSTALLATION
            POST   /schedule-previews                       VIEW      ANYWHERE
            POST   /certificate-scans                       CONFIGURE INSTALLATION
            POST   /host-key-scans                          CONFIGURE INSTALLATION
            GET    /audit-entries                           CONFIGURE INSTALLATION
            GET    /tokens                                  CONFIGURE INSTALLATION
            POST   /tokens                                  CONFIGURE INSTALLATION
            DELETE /tokens/{id}                             CONFIGURE INSTALLATION
            GET    /notification-channels                   CONFIGURE INSTALLATION
            POST   /notification-channels                   CONFIGURE INSTALLATION
            GET    /notification-channels/{id}              CONFIGURE INSTALLATION
            PUT    /notification-channels/{id}              CONFIGURE INSTALLATION
            DELETE /notification-channels/{id}              CONFIGURE INSTALLATION
            POST   /notification-channels/{id}/test         CONFIGURE INSTALLATION
            POST   /notification-channels/test              CONFIGURE INSTALLATION
            """;

    private EndpointTable() {}

    record Endpoint(String method, String path, Role least, Where where) {
        String withIds(String id) {
            return path.replace("{id}", id).replace("{guid}", "1");
        }

        /** Whether it is about one object that lies somewhere. */
        boolean isOfAnObject() {
            return switch (where) {
                case DATASTORE, SNAPSHOT_TASK, REPLICATION_TASK, RUN -> true;
                case OPEN, KNOWN, INSTALLATION, ANYWHERE, EACH -> false;
            };
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Endpoint> all() {
        return TABLE.lines()
                .map(line -> List.of(line.strip().split(" +")))
                .map(words -> new Endpoint(
                        words.get(0), words.get(1), Role.valueOf(words.get(2)), Where.valueOf(words.get(3))));
    }
}
