package org.datastoreguard.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import org.datastoreguard.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The server's log on stdout, where systemd and containers expect it. A line break inside a message is written as
 * {@code \n}, so that nobody who can put text into a message can forge a line.
 */
final class Logging {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{0}"
            + "%replace( run=%X{run}){' run=$', ''} - %replace(%msg){'[\\r\\n]+', '\\\\n'}%n%ex";

    private Logging() {}

    static void start(Config.Log settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        EncoderBase<ILoggingEvent> encoder = encoder(settings.format(), context);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder((Encoder<ILoggingEvent>) encoder);
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.WARN);
        // Complains with a stack trace about each private field of a fault that it, rightly, does not send.
        context.getLogger("com.vmware.vim25.ws.XmlGen").setLevel(Level.OFF);
        context.getLogger("org.datastoreguard")
                .setLevel(Level.valueOf(settings.level().name()));
        // H2 is no dialect it knows, and works with the default one.
        context.getLogger("com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization")
                .setLevel(Level.ERROR);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static EncoderBase<ILoggingEvent> encoder(Config.Log.Format format, LoggerContext context) {
        if (format == Config.Log.Format.JSON) {
            return new JsonEncoder();
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        return text;
    }
}
