package org.datastoreguard.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code plugin.zip}: the very files that are served as {@code plugin.json} and its icons, in the form that some versions
 * of the vSphere Client ask for. Made when the server starts, from the same source, always the same bytes.
 */
final class PluginArchive extends Handler.Abstract {
    static final String PATH = "/plugin/plugin.zip";
    private static final List<String> FILES = List.of("plugin.json", "images/icons-light.png", "images/icons-dark.png");
    private static final String INDEX = "{\"manifestVersion\":\"1.0.0\",\"manifests\":[\"plugin.json\"]}";
    /** The oldest time a zip can hold. */
    private static final LocalDateTime SOME_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final byte[] archive = make();

    private static byte[] make() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "plugin-multi-manifest.json", INDEX.getBytes(StandardCharsets.UTF_8));
            for (String file : FILES) {
                add(zip, file, read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(SOME_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = PluginArchive.class.getResourceAsStream("/plugin/" + file)) {
            if (in == null) {
                throw new IOException("The manifest's jar has no " + file);
            }
            return in.readAllBytes();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!PATH.equals(request.getHttpURI().getCanonicalPath())) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/zip");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.write(true, ByteBuffer.wrap(archive), callback);
        return true;
    }
}
