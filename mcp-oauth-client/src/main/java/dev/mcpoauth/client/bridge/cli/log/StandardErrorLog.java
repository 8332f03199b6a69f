package dev.mcpoauth.client.bridge.cli.log;

import java.util.Locale;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logs to standard error, one line per event. Written by hand because every start pays for it: what a full back end reads
 * and formats at first use costs more than the whole of the bridge's own start.
 */
public final class StandardErrorLog implements SLF4JServiceProvider {
    private static final String LEVEL = "mcp-oauth-bridge.log-level";

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** For SLF4J, which makes it by name. */
    public StandardErrorLog() {}

    /**
     * Lets SLF4J use this, unless it has a back end already.
     *
     * @param level the least of what is logged: a {@link Level} in lower case, or {@code off}
     */
    public static void use(String level) {
        System.setProperty("slf4j.provider", StandardErrorLog.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN"); // or it says which provider it takes
        System.setProperty(LEVEL, level);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        String level = System.getProperty(LEVEL, "info");
        int least = level.equals("off")
                ? Integer.MAX_VALUE
                : Level.valueOf(level.toUpperCase(Locale.ROOT)).toInt();
        return name -> new StandardErrorLogger(name, least);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // Nothing to set up.
    }
}
