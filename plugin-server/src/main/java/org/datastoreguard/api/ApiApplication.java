package org.datastoreguard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ext.ContextResolver;
import java.util.List;
import org.datastoreguard.api.document.ApiJson;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.http.AuditFilter;
import org.datastoreguard.api.http.AuthenticationFilter;
import org.datastoreguard.api.http.AuthorizationFilter;
import org.datastoreguard.api.http.IdempotencyFilter;
import org.datastoreguard.api.http.ObjectPlaces;
import org.datastoreguard.api.http.ProblemMapper;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.jobs.LagHistory;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/**
 * The REST API as one Jersey application; host it under {@code /api/v1/*}. Close it after the host stopped, to end the
 * live views.
 */
public final class ApiApplication extends ResourceConfig implements AutoCloseable {
    static final List<Class<?>> RESOURCES = List.of(
            AboutResource.class,
            ServerResource.class,
            VcentersResource.class,
            NasSystemsResource.class,
            CertificateScansResource.class,
            HostKeyScansResource.class,
            DatastoresResource.class,
            SnapshotsResource.class,
            SnapshotTasksResource.class,
            SchedulePreviewsResource.class,
            ReplicationTasksResource.class,
            RsyncTasksResource.class,
            VmSnapshotsResource.class,
            RunsResource.class,
            RunDaysResource.class,
            RunHoursResource.class,
            LagDaysResource.class,
            AuditEntriesResource.class,
            SessionsResource.class,
            VisibilityResource.class,
            TokensResource.class,
            NotificationChannelsResource.class);

    private final RunStreams streams;

    public ApiApplication(ApiServices services) {
        ObjectMapper json = ApiJson.newMapper();
        Documents documents = new Documents(json);
        SourceRules sources = new SourceRules(services.inventory(), services.nasSystems());
        Usage usage = new Usage(services.snapshotTasks(), services.replicationTasks(), services.inventory());
        NasDesk nasDesk = new NasDesk(services.nasSystems(), services.nasConnections(), usage, services.clock());
        SourceResolver resolver = new SourceResolver(services.inventory(), services.vcenterServers());
        streams = new RunStreams(services.runs(), services.runEvents(), json, services.clock());
        Places places = new Places(
                services.inventory(), services.snapshotTasks(), services.replicationTasks(), services.runs());
        List<Object> own = List.of(
                json,
                documents,
                streams,
                usage,
                new SnapshotTaskRules(sources, services.replicationTasks()),
                new ReplicationTaskRules(
                        sources,
                        services.snapshotTasks(),
                        services.replicationTasks(),
                        services.nasSystems(),
                        services.inventory(),
                        new ToolCheck(services.nasConnections())),
                new ReplicationPlans(resolver, services.nasConnections(), services.clock()),
                new RetentionPreviews(
                        resolver, services.nasConnections(), services.replicationTasks(), services.clock()),
                new SnapshotDesk(
                        services.inventory(),
                        services.vcenterServers(),
                        services.nasConnections(),
                        services.replicationTasks(),
                        services.vmResults(),
                        services.oneTimeSnapshots(),
                        services.clock()),
                new RestoreDesk(services.recovery()),
                new TaskRuns(services.jobs(), services.runs()),
                new VcenterDesk(services.vcenterServers(), services.vcenters(), usage, services.facts()),
                nasDesk,
                new NasViews(nasDesk, services.inventory(), places),
                new RemoteMachines(nasDesk, documents),
                new Holders(services.inventory(), services.vcenterServers(), services.vcenters()),
                new LagHistory(services.runs(), services.clock()),
                new NotificationDesk(
                        services.channels(),
                        services.outbox(),
                        services.postman(),
                        services.channelWaking(),
                        services.clock()),
                new Protections(
                        services.snapshotTasks(), services.replicationTasks(), services.runs(), services.clock()));
        register(new Bindings(services, own, places));
        property(ServerProperties.WADL_FEATURE_DISABLE, true);
        property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        register(JacksonFeature.withoutExceptionMappers());
        register(new Json(json), ContextResolver.class);
        register(ProblemMapper.class);
        register(AuthenticationFilter.class);
        register(AuthorizationFilter.class);
        register(IdempotencyFilter.class);
        register(AuditFilter.class);
        RESOURCES.forEach(this::register);
    }

    @Override
    public void close() {
        streams.close();
    }

    /** Gives Jersey's JSON provider this API's settings. */
    private record Json(ObjectMapper mapper) implements ContextResolver<ObjectMapper> {
        @Override
        public ObjectMapper getContext(Class<?> type) {
            return mapper;
        }
    }

    /** Offers each service under the type its constructor parameter names. */
    private static final class Bindings extends AbstractBinder {
        private final ApiServices services;
        private final List<Object> own;
        private final Places places;

        Bindings(ApiServices services, List<Object> own, Places places) {
            this.services = services;
            this.own = own;
            this.places = places;
        }

        @Override
        protected void configure() {
            services.byType().forEach(this::offer);
            offer(ObjectPlaces.class, places);
            own.forEach(service ->
                    offer(service instanceof ObjectMapper ? ObjectMapper.class : service.getClass(), service));
        }

        @SuppressWarnings("unchecked")
        private void offer(Class<?> type, Object service) {
            bind(service).to((Class<Object>) type);
        }
    }
}
