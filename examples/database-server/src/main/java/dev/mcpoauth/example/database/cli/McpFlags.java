package dev.mcpoauth.example.database.cli;

import dev.mcpoauth.transport.server.CacheHint;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import dev.mcpoauth.transport.shared.MemoryEventStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Everything that can be set about the MCP endpoint, one flag for each setting of the library. */
final class McpFlags {

    private final McpServletSettings.Builder settings = McpServletSettings.builder();
    private final List<Consumer<McpServer.Builder>> server = new ArrayList<>();
    private int resumeStreamBytes = 1 << 20;
    private int resumeTotalBytes = 64 << 20;

    /** The settings so far; whoever builds them adds what the parts of the server bring. */
    McpServletSettings.Builder settings() {
        return settings.events(new MemoryEventStore(resumeStreamBytes, resumeTotalBytes));
    }

    /** What was said about lists, caches and questions, on this server. */
    McpServer.Builder applyTo(McpServer.Builder builder) {
        server.forEach(setting -> setting.accept(builder));
        return builder;
    }

    Section answers() {
        return new Section(
                "MCP server: answers",
                List.of(
                        Setting.count(
                                "--page-size",
                                "Most entries of one page of a list (100).",
                                n -> server.add(mcp -> mcp.pageSize(n))),
                        Setting.duration(
                                "--list-cache",
                                "How long clients may reuse lists, the same for everybody (0).",
                                time -> server.add(mcp -> mcp.listCache(new CacheHint(time, true)))),
                        Setting.duration(
                                "--read-cache",
                                "How long a client may reuse what it read from a table (0).",
                                time -> server.add(mcp -> mcp.readCache(new CacheHint(time, false)))),
                        Setting.duration(
                                "--state-ttl",
                                "How long a client without session may take to answer a question (10m).",
                                time -> server.add(mcp -> mcp.stateTtl(time))),
                        Setting.text(
                                "--state-key",
                                "HEX",
                                "The 64 hex digits of the key that seals such a question, the same on all nodes; better as"
                                        + " environment variable (random).",
                                this::stateKey)));
    }

    private void stateKey(String hex) {
        if (!hex.matches("[0-9A-Fa-f]{64}")) throw new IllegalArgumentException("expected 64 hex digits");
        server.add(mcp -> mcp.stateKey(HexFormat.of().parseHex(hex)));
    }

    Section access() {
        return new Section(
                "MCP endpoint: who may call",
                List.of(
                        Setting.truth(
                                "--serve-sse-era",
                                "Whether clients of the transport of 2024-11-05 are served too (false).",
                                on -> {
                                    if (on) settings.serveSseEra();
                                }),
                        Setting.host(
                                "--allowed-host",
                                "A further name under which the server is reached (that of the issuer).",
                                host -> settings.allowedHosts(List.of(host))),
                        Setting.origin(
                                "--allowed-origin",
                                "A web origin whose pages may call (this machine and the host itself).",
                                origin -> settings.allowedOrigins(List.of(origin)))));
    }

    Section limits() {
        return new Section(
                "MCP endpoint: limits",
                List.of(
                        Setting.count("--max-body-bytes", "Longest request body (4194304).", settings::maxBodyBytes),
                        Setting.duration(
                                "--body-timeout", "How long a body may take to arrive (30s).", settings::bodyTimeout),
                        Setting.longCount(
                                "--max-late-body-bytes-in-all",
                                "Most bytes of bodies that have arrived in part (67108864).",
                                settings::maxLateBodyBytesInAll),
                        Setting.count("--max-json-depth", "Deepest nesting of a body (64).", settings::maxJsonDepth),
                        Setting.count("--max-batch", "Most messages of a batch (50).", settings::maxBatch),
                        Setting.count("--max-sessions", "Most sessions at once (10000).", settings::maxSessions),
                        Setting.count(
                                "--max-sessions-per-caller",
                                "Most sessions of one caller (100).",
                                settings::maxSessionsPerCaller),
                        Setting.duration(
                                "--session-idle", "How long a quiet session is kept (30m).", settings::sessionIdle),
                        Setting.duration(
                                "--session-handshake",
                                "How long a session is kept that never began (1m).",
                                settings::sessionHandshake),
                        Setting.count("--max-streams", "Most open responses at once (10000).", settings::maxStreams),
                        Setting.count(
                                "--max-streams-per-caller",
                                "Most open responses to one caller (100).",
                                settings::maxStreamsPerCaller),
                        Setting.longCount(
                                "--max-queued-bytes",
                                "Most bytes that wait for a slow reader (4194304).",
                                settings::maxQueuedBytes),
                        Setting.longCount(
                                "--max-queued-bytes-in-all",
                                "Most bytes that wait for all slow readers together (67108864).",
                                settings::maxQueuedBytesInAll),
                        Setting.count(
                                "--max-concurrent-calls",
                                "Most calls that run at once (256).",
                                settings::maxConcurrentCalls),
                        Setting.count(
                                "--max-calls-per-caller",
                                "Most calls of one caller that run at once (64).",
                                settings::maxCallsPerCaller),
                        Setting.duration(
                                "--heartbeat",
                                "Time between signs of life on a quiet stream (15s).",
                                settings::heartbeat),
                        Setting.count(
                                "--stalled-heartbeats",
                                "Heartbeats that a reader may miss (4).",
                                settings::stalledHeartbeats),
                        Setting.duration(
                                "--answer-timeout",
                                "How long a client may take to answer a question (5m).",
                                settings::answerTimeout),
                        Setting.duration(
                                "--retry", "When a client that lost a stream should come back (1s).", settings::retry),
                        Setting.count(
                                "--resume-stream-bytes",
                                "What is kept of one stream for resumption (1048576).",
                                n -> resumeStreamBytes = n),
                        Setting.count(
                                "--resume-total-bytes",
                                "What is kept of all streams for resumption (67108864).",
                                n -> resumeTotalBytes = n)));
    }
}
