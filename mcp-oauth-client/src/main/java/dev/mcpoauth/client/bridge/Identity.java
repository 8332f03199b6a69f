package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Who a server is and what it can do, in the terms of no era. Immutable.
 *
 * @param greeting {@code serverInfo}, {@code capabilities} and perhaps {@code instructions}
 */
record Identity(Json greeting) {
    private static final List<String> LISTS = List.of("tools", "prompts", "resources");
    private static final String LOGGING = "logging";
    private static final String VERSION = "protocolVersion";
    private static final String ASKED = "askedVersion";

    /**
     * A server of which nothing is known: the bridge speaks for itself. What it can do is what a host may try on any
     * server, as the bridge has an answer where the server turns out to have none.
     */
    static final Identity UNKNOWN = new Identity(Json.object()
            .put("serverInfo", HostVoice.UNNAMED.clientInfo())
            .put("capabilities", Json.parse("{\"tools\":{},\"prompts\":{},\"resources\":{}}"))
            .build());

    /** From the result of {@code initialize} or {@code server/discover}. */
    static Identity of(Json greeting) {
        return new Identity(Json.object()
                .put("serverInfo", Greetings.serverInfo(greeting))
                .put(
                        "capabilities",
                        greeting.get("capabilities").filter(Json::isObject).orElse(Json.EMPTY_OBJECT))
                .putIfPresent(
                        "instructions",
                        greeting.get("instructions")
                                .filter(text -> text.asString().isPresent()))
                .build());
    }

    boolean has(String capability) {
        return greeting.at("capabilities", capability).isPresent();
    }

    /** The kinds of lists that the server has. */
    List<String> lists() {
        return LISTS.stream().filter(this::has).toList();
    }

    boolean tellsChangesOf(String list) {
        return greeting.at("capabilities", list, "listChanged").equals(Optional.of(Json.of(true)));
    }

    /** With what the bridge itself can do until the server is there: tell of changes, and write to the host's log. */
    Identity promised() {
        Json capabilities = greeting.get("capabilities").orElse(Json.EMPTY_OBJECT);
        for (String list : lists()) {
            Json kind = capabilities.get(list).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
            capabilities = capabilities.with(list, kind.with("listChanged", Json.of(true)));
        }
        if (!has(LOGGING)) {
            capabilities = capabilities.with(LOGGING, Json.EMPTY_OBJECT);
        }
        return new Identity(greeting.with("capabilities", capabilities));
    }

    /** As the result that a host of this voice expects. */
    Json toldTo(HostVoice voice, Json cached) {
        if (voice.stateless()) {
            return Greetings.discovered(greeting);
        }
        Json result = Greetings.initialized(voice.initialize(), greeting);
        return sameQuestion(voice, cached)
                ? result.with(VERSION, cached.get(VERSION).orElseThrow())
                : result;
    }

    private static boolean sameQuestion(HostVoice voice, Json cached) {
        return cached.string(ASKED).equals(voice.initialize().string(VERSION))
                && cached.string(VERSION)
                        .flatMap(ProtocolVersion::parse)
                        .filter(version -> version.era() != Era.STATELESS)
                        .isPresent();
    }

    /** What is worth remembering: with the revision that came of the one that the host had asked for. */
    Json toCache(HostVoice voice, Json came) {
        return voice.stateless()
                ? greeting
                : greeting.toBuilder()
                        .putIfPresent(VERSION, came.get(VERSION))
                        .putIfPresent(ASKED, voice.initialize().get(VERSION))
                        .build();
    }
}
