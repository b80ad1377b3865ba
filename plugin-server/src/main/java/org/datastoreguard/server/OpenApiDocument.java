package org.datastoreguard.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The checked-in API description, as JSON; turned into it at the first request, since most servers are never asked. */
final class OpenApiDocument extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String RESOURCE = "/openapi/openapi.yaml";

    private volatile byte @Nullable [] json;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] document = document();
        if (document.length == 0) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-cache");
        response.getOutputStream().write(document);
    }

    private byte[] document() throws IOException {
        byte[] known = json;
        if (known == null) {
            known = convert();
            json = known;
        }
        return known;
    }

    private static byte[] convert() throws IOException {
        try (InputStream yaml = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            return yaml == null
                    ? new byte[0]
                    : new ObjectMapper().writeValueAsBytes(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        }
    }
}
