package org.datastoreguard.server;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Files out of the jars: the plugin's manifest and pages, and the page that explains the API. */
final class StaticContent {
    private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/5.34.1/";

    private StaticContent() {}

    /** The manifest, and beside it the pages it names. */
    static ContextHandler plugin() {
        return context("/plugin", "plugin/", "ui/");
    }

    /**
     * An empty script where the vSphere Client has its SDK: the same page asks for it in both places, and outside the
     * client a missing one would be an error in the browser.
     */
    static ContextHandler outsideTheClient() {
        return context("/api/ui", "outside-the-client/");
    }

    /** Swagger UI; our folder comes first, because it replaces the file that names the document to show. */
    static ContextHandler apiDocs() {
        return context("/api/docs", "api-docs/", SWAGGER);
    }

    private static ContextHandler context(String path, String... folders) {
        ResourceHandler files = new ResourceHandler();
        files.setDirAllowed(false);
        // The pages' build lays a packed copy beside each file.
        files.setPrecompressedFormats(CompressedContentFormat.GZIP);
        ResourceFactory resources = ResourceFactory.of(files);
        List<Resource> present = Arrays.stream(folders)
                .map(resources::newClassLoaderResource)
                .filter(Objects::nonNull)
                .toList();
        files.setBaseResource(ResourceFactory.combine(present));
        ContextHandler context = new ContextHandler(path);
        context.setHandler(new PageCaching(files));
        return context;
    }
}
