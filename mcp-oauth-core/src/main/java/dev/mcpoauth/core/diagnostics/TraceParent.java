package dev.mcpoauth.core.diagnostics;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which trace a request belongs to, and which step of it sent the request (<a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a> §3.2). Anybody may claim any: it joins what is known of a flow, and decides nothing.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param parentId 16 lower-case hexadecimal digits, not all zero
 */
public record TraceParent(String traceId, String parentId) {
    /** The name of the header. */
    public static final String HEADER = "traceparent";

    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern PARENT_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    /** Of a version to come, what follows the four fields is not known. */
    private static final Pattern VALUE =
            Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

    private static final int LONGEST = 512;
    /** That the caller has kept something of the trace, which it has: of its own steps. */
    private static final String FLAGS = "01";

    public TraceParent {
        if (!TRACE_ID.matcher(traceId).matches() || !PARENT_ID.matcher(parentId).matches()) {
            throw new IllegalArgumentException("a trace id has 32, a parent id 16 lower-case hexadecimal digits");
        }
    }

    /** A new trace. */
    public static TraceParent generate(RandomGenerator random) {
        return new TraceParent(hex(random) + hex(random), hex(random));
    }

    private static String hex(RandomGenerator random) {
        return HexFormat.of().toHexDigits(Math.max(1, random.nextLong() >>> 1));
    }

    /** The trace that the header lines of this name tell of; empty unless there is one, and well formed. */
    public static Optional<TraceParent> parse(List<String> lines) {
        return lines.size() == 1 ? parse(lines.get(0)) : Optional.empty();
    }

    private static Optional<TraceParent> parse(String line) {
        Matcher fields = VALUE.matcher(line);
        boolean isOne = line.length() <= LONGEST
                && fields.matches()
                && !(line.startsWith("00") && fields.group(3) != null)
                && TRACE_ID.matcher(fields.group(1)).matches()
                && PARENT_ID.matcher(fields.group(2)).matches();
        return isOne ? Optional.of(new TraceParent(fields.group(1), fields.group(2))) : Optional.empty();
    }

    /** The value of the header. */
    public String header() {
        return "00-" + traceId + "-" + parentId + "-" + FLAGS;
    }
}
