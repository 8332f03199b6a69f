package dev.mcpoauth.client.bridge.install;

import java.util.List;

/** What changes between two texts that differ in one place, for people. */
final class LineDiff {
    private static final int CONTEXT = 2;

    private LineDiff() {}

    static String between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> next = after.lines().toList();
        int shortest = Math.min(old.size(), next.size());
        int same = 0;
        while (same < shortest && old.get(same).equals(next.get(same))) {
            same++;
        }
        int end = 0;
        while (end < shortest - same && old.get(old.size() - 1 - end).equals(next.get(next.size() - 1 - end))) {
            end++;
        }
        StringBuilder diff = new StringBuilder();
        append(diff, "  ", next.subList(Math.max(0, same - CONTEXT), same));
        append(diff, "- ", old.subList(same, old.size() - end));
        append(diff, "+ ", next.subList(same, next.size() - end));
        append(diff, "  ", next.subList(next.size() - end, Math.min(next.size(), next.size() - end + CONTEXT)));
        return diff.toString();
    }

    private static void append(StringBuilder diff, String sign, List<String> lines) {
        lines.forEach(line -> diff.append(sign).append(line).append('\n'));
    }
}
