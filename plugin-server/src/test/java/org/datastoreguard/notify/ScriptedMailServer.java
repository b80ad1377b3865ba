package org.datastoreguard.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that behaves as a test tells it, in what a well-behaved one cannot be made to do. */
final class ScriptedMailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    /** What clients sent, line by line. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param tls offered by STARTTLS; null for not */
    ScriptedMailServer(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread accepting = new Thread(this::accept, "mail server");
        accepting.setDaemon(true);
        accepting.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** @param line how what is answered begins, in lower case; empty for the greeting @param answer empty for never one */
    ScriptedMailServer answering(String line, String answer) {
        answers.put(line, answer);
        return this;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread talking = new Thread(() -> talk(client), "mail client");
                talking.setDaemon(true);
                talking.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            say(client, answers.getOrDefault("", "220 test"));
            talk(client, false);
        } catch (IOException e) {
            heard.add("(gone)");
        }
    }

    private void talk(Socket client, boolean secured) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(client, answer("."));
                }
            } else if (line.equals("STARTTLS") && tls != null) {
                say(client, "220 go on");
                talk(secured(client, tls), true);
                return;
            } else {
                say(client, line.startsWith("EHLO") ? hello(secured) : answer(line));
                data = line.equals("DATA");
            }
        }
    }

    private static SSLSocket secured(Socket client, SSLContext tls) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        secured.setUseClientMode(false);
        return secured;
    }

    private String hello(boolean secured) {
        return answers.getOrDefault(
                "ehlo", tls != null && !secured ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 AUTH PLAIN");
    }

    private String answer(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return answers.entrySet().stream()
                .filter(answer -> !answer.getKey().isEmpty() && lower.startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(line.equals("DATA") ? "354 go on" : line.startsWith("AUTH") ? "235 welcome" : "250 fine");
    }

    private static void say(Socket client, String answer) throws IOException {
        if (!answer.isEmpty()) {
            client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
            client.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
