package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How the help arranges the flags. */
enum FlagGroup {
    SERVER(
            "The server",
            Flag.TRANSPORT,
            Flag.PROTOCOL,
            Flag.WAIT_FOR_SERVER,
            Flag.HEADER,
            Flag.HEADER_FILE,
            Flag.HEADER_COMMAND,
            Flag.IGNORE_TOOL,
            Flag.ALLOW_TOOL),
    SIGN_IN(
            "Signing in",
            Flag.NO_BROWSER,
            Flag.DEVICE_CODE,
            Flag.AUTH_TIMEOUT,
            Flag.SCOPE,
            Flag.RESOURCE,
            Flag.DISABLE_RESOURCE_PARAMETER,
            Flag.AUTHORIZE_PARAM,
            Flag.DPOP,
            Flag.USE_ID_TOKEN,
            Flag.HOST,
            Flag.CALLBACK_PATH,
            Flag.AUTH_SUCCESS_URL),
    CLIENT(
            "What this client is to the authorization server",
            Flag.STATIC_OAUTH_CLIENT_INFO,
            Flag.STATIC_OAUTH_CLIENT_METADATA,
            Flag.CLIENT_METADATA_URL,
            Flag.CLIENT_KEY,
            Flag.CLIENT_CREDENTIALS,
            Flag.TOKEN_ENDPOINT,
            Flag.IDENTITY_PROVIDER),
    NETWORK("The network", Flag.ALLOW_HTTP, Flag.CONNECT_TIMEOUT, Flag.CALL_TIMEOUT, Flag.MAX_MESSAGE_BYTES),
    DOCTOR("The doctor", Flag.SIGN_IN, Flag.REGISTER, Flag.JSON, Flag.BUNDLE),
    INSTALLATION("The entry in a host's configuration", Flag.NAME, Flag.HOST_CONFIG, Flag.YES, Flag.DRY_RUN),
    STATE(
            "Configuration, and what is kept",
            Flag.CONFIG,
            Flag.ALL,
            Flag.FROM,
            Flag.STATE_DIR,
            Flag.KEY_SOURCE,
            Flag.REPLACE_LOST_KEY),
    OUTPUT("What is said", Flag.DEBUG, Flag.SILENT),
    OTHER("More");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is.
    private final List<Flag> flags;

    FlagGroup(String title, Flag... flags) {
        this.title = title;
        this.flags = List.of(flags);
    }

    String title() {
        return title;
    }

    /** The flags in the order in which one wants to read of them. */
    Collection<Flag> flags() {
        return this == OTHER ? inNoOtherGroup() : flags;
    }

    private static Collection<Flag> inNoOtherGroup() {
        Set<Flag> rest = EnumSet.allOf(Flag.class);
        Arrays.stream(values()).forEach(group -> rest.removeAll(group.flags));
        return rest;
    }

    /** What the help on a command is about. */
    static Set<FlagGroup> of(Command command) {
        return switch (command) {
            case LOGIN, IMPORT -> EnumSet.of(SIGN_IN, CLIENT, NETWORK, STATE, OUTPUT);
            case LOGOUT, STATUS -> EnumSet.of(NETWORK, STATE, OUTPUT);
            case DOCTOR -> EnumSet.of(DOCTOR, SERVER, SIGN_IN, CLIENT, NETWORK, STATE, OUTPUT);
            case UNINSTALL -> EnumSet.of(INSTALLATION);
            case HELP, VERSION -> EnumSet.noneOf(FlagGroup.class);
            default -> EnumSet.allOf(FlagGroup.class);
        };
    }
}
