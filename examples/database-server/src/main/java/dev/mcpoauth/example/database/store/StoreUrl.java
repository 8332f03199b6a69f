package dev.mcpoauth.example.database.store;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address of a store that several nodes share. User, password and all parameters are kept apart from it, so that no
 * message of anybody who only knows the address can tell them.
 */
public final class StoreUrl {

    private static final Pattern JDBC = Pattern.compile("jdbc:(postgresql|mariadb):[^?@]+");
    private static final Pattern REDIS_PATH = Pattern.compile("(/\\d{0,9})?");
    private static final String EXPECTED =
            "expected jdbc:postgresql://HOST/DATABASE, jdbc:mariadb://HOST/DATABASE or redis://HOST:PORT";
    private static final String USER = "user";
    private static final String PASSWORD = "password";

    private final String address;
    private final Map<String, String> parameters;

    private StoreUrl(String address, Map<String, String> parameters) {
        this.address = address;
        this.parameters = Collections.unmodifiableMap(parameters);
    }

    /**
     * Reads an address. One for JDBC may have parameters of its driver, percent-encoded; one for Redis may begin with
     * {@code user:password@}.
     *
     * @throws IllegalArgumentException if it is none; does not repeat the text, which may hold a password
     */
    public static StoreUrl parse(String text) {
        return text.startsWith("redis") ? redis(text) : jdbc(text);
    }

    private static StoreUrl jdbc(String text) {
        int question = text.indexOf('?');
        String address = question < 0 ? text : text.substring(0, question);
        if (!JDBC.matcher(address).matches()) throw new IllegalArgumentException(EXPECTED);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (question >= 0) {
            for (String pair : text.substring(question + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) throw new IllegalArgumentException("expected NAME=VALUE for each parameter");
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new StoreUrl(address, parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected percent-encoded parameters");
        }
    }

    private static StoreUrl redis(String text) {
        URI uri = uri(text);
        boolean isRedis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
        boolean isPlain = uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!isRedis
                || !isPlain
                || uri.getHost() == null
                || !REDIS_PATH.matcher(uri.getRawPath()).matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Optional.ofNullable(uri.getUserInfo()).ifPresent(info -> {
            int colon = info.indexOf(':');
            if (colon != 0) parameters.put(USER, colon < 0 ? info : info.substring(0, colon));
            if (colon >= 0) parameters.put(PASSWORD, info.substring(colon + 1));
        });
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new StoreUrl(uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath(), parameters);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /** The same with this user. */
    public StoreUrl withUser(String name) {
        return with(USER, name);
    }

    /** The same with this password. */
    public StoreUrl withPassword(String password) {
        return with(PASSWORD, password);
    }

    private StoreUrl with(String name, String value) {
        Map<String, String> next = new LinkedHashMap<>(parameters);
        next.put(name, value);
        return new StoreUrl(address, next);
    }

    boolean isRedis() {
        return address.startsWith("redis");
    }

    /** The address alone. */
    String address() {
        return address;
    }

    Optional<String> user() {
        return Optional.ofNullable(parameters.get(USER));
    }

    Optional<String> password() {
        return Optional.ofNullable(parameters.get(PASSWORD));
    }

    /** The parameters of the driver, without user and password. */
    Map<String, String> driverParameters() {
        Map<String, String> others = new LinkedHashMap<>(parameters);
        others.keySet().removeAll(Set.of(USER, PASSWORD));
        return others;
    }

    /** The address alone: nothing in it is secret. */
    @Override
    public String toString() {
        return address;
    }
}
