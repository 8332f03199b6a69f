package dev.mcpoauth.transport;

import java.util.Arrays;
import java.util.Optional;

/**
 * A revision of the Model Context Protocol that this library speaks, oldest first, so that {@link #compareTo} orders by
 * age.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/versioning">Versioning</a>
 */
public enum ProtocolVersion {
    V2024_11_05("2024-11-05", Era.SSE),
    V2025_03_26("2025-03-26", Era.SESSION),
    V2025_06_18("2025-06-18", Era.SESSION),
    V2025_11_25("2025-11-25", Era.SESSION),
    V2026_07_28("2026-07-28", Era.STATELESS);

    /** The newest revision that opens with {@code initialize}. */
    public static final ProtocolVersion LATEST_SESSION = V2025_11_25;

    /** The newest revision. */
    public static final ProtocolVersion LATEST = V2026_07_28;

    private final String wire;
    private final Era era;

    ProtocolVersion(String wire, Era era) {
        this.wire = wire;
        this.era = era;
    }

    /** The revision with this name; empty for every name that this library does not speak. */
    public static Optional<ProtocolVersion> parse(String wire) {
        return Arrays.stream(values()).filter(v -> v.wire.equals(wire)).findFirst();
    }

    /** The name on the wire, such as {@code 2026-07-28}. */
    public String wire() {
        return wire;
    }

    /** How peers of this revision talk over HTTP. */
    public Era era() {
        return era;
    }

    /** Whether this revision is {@code other} or newer. */
    public boolean isAtLeast(ProtocolVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String toString() {
        return wire;
    }

    /** The three shapes that the protocol has had over HTTP. */
    public enum Era {
        /** A GET stream that names a second endpoint for POST (2024-11-05). */
        SSE,
        /** One endpoint, {@code initialize}, {@code Mcp-Session-Id} (2025-03-26 to 2025-11-25). */
        SESSION,
        /** POST only, metadata on each request (2026-07-28). */
        STATELESS
    }
}
