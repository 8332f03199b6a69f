package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may stand in a host's configuration, which others read: of a header's value at most a scheme or a cookie's name is
 * written out, of a client no secret. What cannot be told from a secret is warned of.
 */
final class NothingSecret {
    private static final String VARIABLE = "\\$\\{[A-Za-z_][A-Za-z0-9_]*}";

    /** {@code ${KEY}}, {@code Bearer ${TOKEN}}, {@code a=${A}; b=${B}}. */
    private static final String PART = "(?:[A-Za-z]{1,16} |[A-Za-z0-9_.-]{1,32}=)?" + VARIABLE;

    private static final Pattern HEADER = Pattern.compile("[^:]+:\\s*" + PART + "(?:[;,] ?" + PART + ")*\\s*");
    private static final Pattern WHOLE_VARIABLE = Pattern.compile(VARIABLE);
    private static final Pattern USER_INFORMATION = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://[^/?#\\s]*@");

    private static final Set<Flag> DOCUMENTS =
            EnumSet.of(Flag.STATIC_OAUTH_CLIENT_INFO, Flag.STATIC_OAUTH_CLIENT_METADATA, Flag.IDENTITY_PROVIDER);

    /** Of what an authorization server answers to a registration (RFC 7591 §3.2.1, RFC 7592 §3). */
    private static final List<String> MEMBERS = List.of("client_secret", "registration_access_token");

    private NothingSecret() {}

    /** Refuses a value with a secret in it; the message does not quote it. */
    static void check(Flag flag, String value) throws Misuse {
        boolean open = flag == Flag.HEADER && !HEADER.matcher(value).matches();
        if (open || USER_INFORMATION.matcher(value).find()) {
            throw new Misuse("the value of " + flag.option() + " would stand in the host's configuration for"
                    + " everybody to read: write the secret as an environment variable, \"Authorization: Bearer"
                    + " ${NAME}\", or name a file");
        }
        if (DOCUMENTS.contains(flag) && !value.startsWith("@")) {
            check(flag, document(flag, value));
        }
    }

    private static void check(Flag flag, JsonObject document) throws Misuse {
        for (String member : MEMBERS) {
            boolean there = document.names().contains(member);
            if (there
                    && !document.string(member)
                            .filter(NothingSecret::isVariable)
                            .isPresent()) {
                throw new Misuse(member + " of " + flag.option() + " would stand in the host's configuration for"
                        + " everybody to read: write an environment variable and no more, \"${NAME}\", or name a file,"
                        + " @FILE");
            }
        }
    }

    private static boolean isVariable(String text) {
        return WHOLE_VARIABLE.matcher(text).matches();
    }

    private static JsonObject document(Flag flag, String value) throws Misuse {
        try {
            return JsonObject.parse(value);
        } catch (MalformedJsonException e) {
            throw new Misuse(flag.option() + " holds no JSON object", e);
        }
    }

    /** What is written out as it is although it may be a secret. */
    static List<String> warnings(URI server, Invocation invocation) throws Misuse {
        List<String> parts = new ArrayList<>();
        if (server.getRawQuery() != null) {
            parts.add("the query of the URL");
        }
        if (invocation.value(Flag.HEADER_COMMAND).isPresent()) {
            parts.add("the words of " + Flag.HEADER_COMMAND.option());
        }
        Optional<String> provider = invocation.value(Flag.IDENTITY_PROVIDER).filter(value -> !value.startsWith("@"));
        if (provider.isPresent()
                && document(Flag.IDENTITY_PROVIDER, provider.get()).names().contains("id_token_command")) {
            parts.add("the words of id_token_command");
        }
        return parts.stream()
                .map(part -> "Warning: " + part + " will be readable in the host's configuration; keep secrets out.")
                .toList();
    }
}
