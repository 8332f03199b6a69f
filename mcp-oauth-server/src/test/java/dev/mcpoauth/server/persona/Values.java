package dev.mcpoauth.server.persona;

import dev.mcpoauth.core.pkce.CodeVerifier;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a conversation knows by name, and which of it no log may hold. */
final class Values {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");
    private static final Set<String> SECRET = Set.of(
            "code",
            "access_token",
            "refresh_token",
            "client_secret",
            "registration_access_token",
            "device_code",
            "user_code",
            "request_uri",
            "verifier",
            "state");

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final UnaryOperator<String> assertions;

    /** @param assertions makes a client assertion for a client id */
    Values(UnaryOperator<String> assertions) {
        this.assertions = assertions;
        SecureRandom random = new SecureRandom();
        put("state", "st " + HexFormat.of().formatHex(random.generateSeed(12)) + "/+=");
        CodeVerifier verifier = CodeVerifier.generate(random);
        put("verifier", verifier.reveal());
        put("challenge", verifier.challenge().base64Url());
        byte[] digest = Base64.getUrlDecoder().decode(verifier.challenge().base64Url());
        put("challenge-as-hex", HexFormat.of().formatHex(digest));
        String hex = HexFormat.of().formatHex(digest);
        put("challenge-as-hex-in-base64url", base64Url(hex.getBytes(StandardCharsets.US_ASCII)));
        put("challenge-padded", verifier.challenge().base64Url() + "=");
        put("short-verifier", verifier.reveal().substring(0, 36));
        secret(verifier.reveal().substring(0, 36));
        put("challenge-of-short-verifier", base64Url(sha256(verifier.reveal().substring(0, 36))));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        return dev.mcpoauth.core.secret.TokenHasher.sha256().hash(text).toByteArray();
    }

    void put(String name, String value) {
        values.put(name, value);
        if (SECRET.contains(name.split("\\.", 2)[0])) {
            secret(value);
        }
    }

    /** What must not be in any log: not as it is, and not as it is encoded on its way. */
    void secret(String text) {
        if (text.length() >= 8) {
            secrets.add(text);
            secrets.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
    }

    Set<String> secrets() {
        return secrets;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        if (name.startsWith("basic ") || name.startsWith("encoded-basic ")) {
            return basic(name.split(" "));
        }
        if (name.startsWith("assertion ")) {
            String assertion = assertions.apply(name.substring("assertion ".length()));
            secret(assertion);
            return assertion;
        }
        return known(name);
    }

    /** Client credentials in a header: as they are, or form-encoded first (RFC 6749 §2.3.1). */
    private String basic(String[] words) {
        UnaryOperator<String> encode =
                words[0].startsWith("encoded") ? text -> URLEncoder.encode(text, StandardCharsets.UTF_8) : text -> text;
        String pair = encode.apply(known(words[1])) + ":" + encode.apply(known(words[2]));
        String text = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        secret(text);
        return "Basic " + text;
    }

    private String known(String name) {
        return get(name).orElseThrow(() -> new IllegalArgumentException("no answer gave a " + name));
    }
}
