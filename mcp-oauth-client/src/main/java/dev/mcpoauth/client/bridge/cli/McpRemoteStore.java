package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.ForeignSignIn;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import dev.mcpoauth.core.metadata.TokenResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files in which mcp-remote 0.50 and later keeps its sign-ins: {@code mcp-remote-v1/HASH_tokens.json} and {@code
 * HASH_client_info.json} in {@code ~/.mcp-auth}. They are read and never changed.
 */
final class McpRemoteStore {
    private final Path directory;

    McpRemoteStore(Path directory) {
        this.directory = directory;
    }

    /** At {@code $MCP_REMOTE_CONFIG_DIR}, or {@code ~/.mcp-auth}. */
    static Path usual(Map<String, String> environment, String userHome) {
        String named = environment.getOrDefault("MCP_REMOTE_CONFIG_DIR", "");
        String home = environment.getOrDefault("HOME", "");
        return named.isBlank() ? Path.of(home.isBlank() ? userHome : home, ".mcp-auth") : Path.of(named);
    }

    /** Under what name mcp-remote keeps what belongs to a server and the flags that it was started with. */
    static String hash(Invocation invocation, Map<String, String> headers) throws Misuse {
        List<String> parts = new ArrayList<>();
        parts.add(invocation.operands().get(0));
        invocation.value(Flag.RESOURCE).ifPresent(parts::add);
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : invocation.all(Flag.AUTHORIZE_PARAM)) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        addSorted(parameters, parts);
        addSorted(new TreeMap<>(headers), parts);
        invocation.value(Flag.CLIENT_METADATA_URL).ifPresent(parts::add);
        invocation.value(Flag.TOKEN_ENDPOINT).ifPresent(parts::add);
        return md5(String.join("|", parts));
    }

    private static void addSorted(Map<String, String> members, List<String> parts) {
        JsonObject.Builder json = JsonObject.builder();
        members.forEach(json::put);
        if (!members.isEmpty()) {
            parts.add(json.build().toJson());
        }
    }

    /** Not for security: it is what their files are called after. */
    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /**
     * The sign-in under this name, of the newest version that has one.
     *
     * @throws Misuse if there is one that cannot be taken, with what is wrong with it
     * @throws IOException if the files cannot be read
     */
    Optional<ForeignSignIn> find(String hash, Instant now) throws Misuse, IOException {
        for (Path version : versions()) {
            Optional<JsonObject> tokens = read(version.resolve(hash + "_tokens.json"));
            if (tokens.isPresent()) {
                JsonObject client =
                        read(version.resolve(hash + "_client_info.json")).orElse(JsonObject.EMPTY);
                return Optional.of(signIn(tokens.get(), client, now));
            }
        }
        return Optional.empty();
    }

    private List<Path> versions() throws IOException {
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "mcp-remote-*")) {
            found.forEach(versions::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        versions.sort(Comparator.comparing((Path path) -> path.getFileName().toString())
                .reversed());
        return versions;
    }

    private static Optional<JsonObject> read(Path file) throws Misuse, IOException {
        try {
            return Optional.of(JsonObject.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (MalformedJsonException e) {
            throw new Misuse(file + " is damaged", e);
        }
    }

    /** What does not say who issued it could be shown to the wrong server. */
    private static ForeignSignIn signIn(JsonObject tokens, JsonObject client, Instant now) throws Misuse {
        Optional<String> issuer = tokens.string("issuer");
        Optional<String> registered = client.string("issuer");
        if (issuer.isEmpty() || (!client.equals(JsonObject.EMPTY) && !registered.equals(issuer))) {
            throw new Misuse("mcp-remote has not noted who issued the tokens, or has noted two: sign in anew");
        }
        long left = tokens.integer("expires_at")
                .map(end -> end / 1000 - now.getEpochSecond())
                .orElse(0L);
        JsonObject response =
                tokens.toBuilder().put("expires_in", Math.max(0, left)).build();
        String scope = tokens.string("requested_scope")
                .or(() -> tokens.string("scope"))
                .orElse("");
        try {
            return new ForeignSignIn(
                    new Issuer(issuer.get()),
                    client,
                    TokenResponse.parse(response.toJson()),
                    Scope.parse(scope).orElse(Scope.EMPTY));
        } catch (IllegalArgumentException e) {
            throw new Misuse("the tokens of mcp-remote cannot be used: " + e.getMessage(), e);
        }
    }
}
