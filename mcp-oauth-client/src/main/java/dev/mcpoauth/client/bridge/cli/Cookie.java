package dev.mcpoauth.client.bridge.cli;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A cookie as a server sets it (RFC 6265 §5.2). Its domain is not read: a cookie goes back to the host that it came from.
 *
 * @param path below which it is sent
 * @param expires when it ends; {@link Instant#MAX} with the process
 * @param secure whether it is sent over TLS only
 */
record Cookie(String name, String value, String path, Instant expires, boolean secure) {
    private static final int LONGEST = 4096;

    /** Reads a {@code Set-Cookie} value that came for the URL; empty if it is none, or longer than 4,096 characters. */
    static Optional<Cookie> parse(String text, URI from, Instant now) {
        String[] parts = text.split(";", -1);
        int equals = parts[0].indexOf('=');
        if (equals < 1 || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Cookie cookie = new Cookie(
                parts[0].substring(0, equals).strip(),
                parts[0].substring(equals + 1).strip(),
                directory(from.getRawPath()),
                Instant.MAX,
                false);
        boolean hasMaxAge = false;
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].strip().split("=", 2);
            String name = attribute[0].strip().toLowerCase(Locale.ROOT);
            String value = attribute.length > 1 ? attribute[1].strip() : "";
            boolean overruled = name.equals("expires") && hasMaxAge; // RFC 6265 §5.3: Max-Age wins.
            cookie = overruled ? cookie : cookie.with(name, value, now);
            hasMaxAge |= name.equals("max-age");
        }
        return Optional.of(cookie);
    }

    /** RFC 6265 §5.1.4. */
    private static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private Cookie with(String attribute, String said, Instant now) {
        return switch (attribute) {
            case "path" -> said.startsWith("/") ? new Cookie(name, value, said, expires, secure) : this;
            case "secure" -> new Cookie(name, value, path, expires, true);
            case "max-age" -> new Cookie(name, value, path, after(said, now), secure);
            case "expires" -> new Cookie(name, value, path, date(said), secure);
            default -> this;
        };
    }

    private Instant after(String seconds, Instant now) {
        if (!seconds.matches("-?\\d{1,9}")) {
            return expires;
        }
        return now.plusSeconds(Math.max(0, Long.parseLong(seconds)));
    }

    private Instant date(String text) {
        try {
            return ZonedDateTime.parse(text.replace('-', ' '), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            return expires;
        }
    }

    boolean isSentTo(URI uri, Instant now) {
        String asked = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        boolean below = asked.equals(path) || asked.startsWith(path.endsWith("/") ? path : path + "/");
        return below && now.isBefore(expires) && (!secure || "https".equalsIgnoreCase(uri.getScheme()));
    }

    boolean replaces(Cookie other) {
        return name.equals(other.name) && path.equals(other.path);
    }

    /** Without the value, which may be a credential. */
    @Override
    public String toString() {
        return "Cookie[" + name + ", " + path + "]";
    }
}
