package dev.mcpoauth.client.login;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's own browser: {@code $BROWSER} where it is set, else the opener of the operating system. Started as an
 * argument array, never through a shell, with a URL that is written anew from its parts: the URL comes from a server, and
 * must not become a command (CVE-2025-6514) or an option. Thread-safe.
 */
public final class DesktopBrowser implements Browser {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopBrowser.class);

    private final Map<String, String> environment;
    private final String system;
    private final Launcher launcher;

    /** The browser of this process's environment. */
    public DesktopBrowser() {
        this(System.getenv(), System.getProperty("os.name", ""), DesktopBrowser::launch);
    }

    DesktopBrowser(Map<String, String> environment, String system, Launcher launcher) {
        this.environment = Map.copyOf(environment);
        this.system = system.toLowerCase(Locale.ROOT);
        this.launcher = launcher;
    }

    /** Starts a program. */
    @FunctionalInterface
    interface Launcher {
        void start(List<String> command) throws IOException;
    }

    @Override
    public boolean open(URI url) {
        Optional<String> safe = rewritten(url);
        return safe.isPresent() && candidates(safe.get()).stream().anyMatch(this::started);
    }

    /** Scheme, authority, path and query as ASCII; no quote, space or control character survives {@link URI}'s grammar. */
    private static Optional<String> rewritten(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || url.getHost() == null || url.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String authority = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return Optional.of(URI.create(scheme + "://" + authority + path + query).toASCIIString());
    }

    private List<List<String>> candidates(String url) {
        List<List<String>> commands = new ArrayList<>();
        for (String browser : environment.getOrDefault("BROWSER", "").split(":", -1)) {
            if (!browser.isBlank()) {
                commands.add(fromVariable(browser, url));
            }
        }
        if (system.contains("mac")) {
            commands.add(List.of("open", url));
        } else if (system.contains("windows")) {
            commands.add(List.of("rundll32", "url.dll,FileProtocolHandler", url));
        } else if (hasDisplay()) {
            commands.add(List.of("xdg-open", url));
        }
        return commands;
    }

    /** The convention of xdg-open: words, of which {@code %s} stands for the URL, else the URL comes last. */
    private static List<String> fromVariable(String browser, String url) {
        List<String> words = new ArrayList<>(Arrays.asList(browser.trim().split("\\s+")));
        if (words.contains("%s")) {
            words.replaceAll(word -> word.equals("%s") ? url : word);
        } else {
            words.add(url);
        }
        return words;
    }

    private boolean hasDisplay() {
        return environment.containsKey("DISPLAY")
                || environment.containsKey("WAYLAND_DISPLAY")
                || environment.containsKey("WSL_DISTRO_NAME");
    }

    private boolean started(List<String> command) {
        try {
            launcher.start(command);
            return true;
        } catch (IOException e) {
            LOG.info("cannot start {}: {}", command.get(0), e.getMessage());
            return false;
        }
    }

    private static void launch(List<String> command) throws IOException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }
}
