package dev.mcpoauth.client.bridge.cli;

import java.util.Locale;

/** The flags. Each can also be given as an environment variable; see {@link #variable}. */
enum Flag {
    HEADER(
            "NAME: VALUE",
            true,
            "Send this header with each request; ${NAME} stands for an environment variable. An Authorization header"
                    + " takes the place of signing in."),
    HEADER_FILE("FILE", false, "Headers, one per line, which keeps secrets off the command line; # begins a comment."),
    TRANSPORT(
            "WAY",
            false,
            "http-first (default), http-only or sse-only: whether the event streams of 2024-11-05 are tried too."),
    PROTOCOL(
            "ERA",
            false,
            "auto (default) translates between the host's revision and the server's; legacy never speaks 2026-07-28 to"
                    + " the server."),
    HOST(
            "NAME",
            false,
            "Host name in the redirect URI, localhost or 127.0.0.1 (default); the listener stays on" + " 127.0.0.1."),
    CALLBACK_PATH("PATH", false, "Path of the redirect URI, /callback by default."),
    AUTH_TIMEOUT("SECONDS", false, "How long a user may take to sign in, 300 by default."),
    NO_BROWSER("", false, "Open no browser, only print where to sign in."),
    DEVICE_CODE(
            "",
            false,
            "Sign in on another device: print a page and a code to enter there. For machines that no browser comes"
                    + " back to."),
    SCOPE("SCOPE", false, "Ask for this scope where the server names none."),
    STATIC_OAUTH_CLIENT_INFO(
            "JSON|@FILE",
            false,
            "A client that is registered already: client_id, client_secret, issuer; ${NAME} as in headers."),
    STATIC_OAUTH_CLIENT_METADATA("JSON|@FILE", false, "Says about this client when it registers: client_name, scope."),
    CLIENT_METADATA_URL("URL", false, "The client is described by the document at this https URL."),
    IGNORE_TOOL("PATTERN", true, "Keep a tool from the host; * stands for any text."),
    ALLOW_HTTP("", false, "Weakens security: plain http also to other machines. There is no signing in there."),
    CONNECT_TIMEOUT("SECONDS", false, "How long a connection may take to come about, 10 by default."),
    CALL_TIMEOUT("SECONDS", false, "How long a request may go without answer and progress, 300 by default."),
    WAIT_FOR_SERVER(
            "",
            false,
            "Answer initialize only when the server has. Otherwise the bridge answers a host at once, as the server did"
                    + " the last time, and tells it where to sign in."),
    MAX_MESSAGE_BYTES("BYTES", false, "The longest message, 16777216 by default."),
    STATE_DIR("DIR", false, "Where registrations and tokens are kept, encrypted."),
    KEY_SOURCE(
            "PLACE",
            false,
            "Where the key to them is: auto (default) takes the operating system's keychain where it works at first, else"
                    + " a file beside them; keychain and file take or move it there."),
    REPLACE_LOST_KEY(
            "",
            false,
            "If the key cannot be had any more, set aside what it encrypts and begin anew: you have to sign in again."),
    JSON("", false, "doctor: print the findings as JSON."),
    BUNDLE("", false, "doctor: print a report without secrets, to paste into an issue."),
    REGISTER(
            "",
            false,
            "doctor: register a client at the authorization server, to see what only that shows. It is removed again where"
                    + " the server offers that."),
    SIGN_IN("", false, "doctor: sign in first, if nobody is."),
    NAME("NAME", false, "install, uninstall: what the host calls the server, its host name by default."),
    HOST_CONFIG(
            "FILE", false, "install, uninstall: the host's configuration file, where it is not in its usual place."),
    YES("", false, "install, uninstall: change the host's configuration without asking."),
    DRY_RUN("", false, "install, uninstall: only show what would change."),
    DEBUG("", false, "Say on standard error what happens, without secrets."),
    SILENT("", false, "Say nothing on standard error but where to sign in.");

    private static final String PREFIX = "MCP_OAUTH_BRIDGE_";

    private final String label;
    private final boolean repeatable;
    private final String description;

    Flag(String label, boolean repeatable, String description) {
        this.label = label;
        this.repeatable = repeatable;
        this.description = description;
    }

    String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The environment variable. One of a repeatable flag holds one value per line, one of a switch {@code true}. */
    String variable() {
        return PREFIX + name();
    }

    /** What the help calls the value; empty for a switch. */
    String label() {
        return label;
    }

    boolean isSwitch() {
        return label.isEmpty();
    }

    boolean isRepeatable() {
        return repeatable;
    }

    String description() {
        return description;
    }
}
