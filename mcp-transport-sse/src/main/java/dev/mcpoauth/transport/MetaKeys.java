package dev.mcpoauth.transport;

/** Keys that the protocol reserves inside {@code _meta}. */
public final class MetaKeys {

    /** The member that carries metadata in params, results and most objects. */
    public static final String META = "_meta";

    /** The token under which progress of a request is reported. */
    public static final String PROGRESS_TOKEN = "progressToken";

    private static final String PREFIX = "io.modelcontextprotocol/";

    /** Revision of the request (2026-07-28). */
    public static final String PROTOCOL_VERSION = PREFIX + "protocolVersion";

    /** Who asks (2026-07-28). */
    public static final String CLIENT_INFO = PREFIX + "clientInfo";

    /** What the asking client can do (2026-07-28). */
    public static final String CLIENT_CAPABILITIES = PREFIX + "clientCapabilities";

    /** Who answers (2026-07-28). */
    public static final String SERVER_INFO = PREFIX + "serverInfo";

    /** The least severe log message that the client wants for this request (2026-07-28). */
    public static final String LOG_LEVEL = PREFIX + "logLevel";

    /** The {@code subscriptions/listen} request that a notification answers (2026-07-28). */
    public static final String SUBSCRIPTION_ID = PREFIX + "subscriptionId";

    private MetaKeys() {}
}
